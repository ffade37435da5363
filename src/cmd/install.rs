//! `install`: writes the files that pages link with `assets = "linked"`.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::file;
use crate::linked::{FILES, File};

/// What is to be done at the place of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The file is there.
    Nothing,
    /// A file of ours is there, or none.
    Write,
    /// A symbolic link is there, which is not followed: the file takes its place.
    Replace,
}

/// Writes the files into `directory`, and says what `book.toml` needs.
///
/// What is not ours stays, unless `is_forced`; then neither file is written.
pub(super) fn run(directory: &Path, is_forced: bool) -> Result<String> {
    let plan = |file: File| {
        let path = directory.join(file.name);
        let step = step(&file, &path, is_forced);
        step.with_context(|| format!("cannot write {}", path.display())).map(|step| (path, step))
    };
    let plans: Vec<(PathBuf, Step)> = FILES.into_iter().map(plan).collect::<Result<_>>()?;
    let mut said = String::new();
    for (file, (path, step)) in FILES.iter().zip(plans) {
        take(step, file, &path).with_context(|| format!("cannot write {}", path.display()))?;
        let what = if step == Step::Nothing { "is up to date" } else { "written" };
        let _ = writeln!(said, "{}: {what}", path.display());
    }
    said.push_str("\nbook.toml needs these lines, with the paths from its own directory:\n\n");
    said.push_str("    [preprocessor.predict]\n    assets = \"linked\"\n\n    [output.html]\n");
    for file in FILES {
        let _ = writeln!(said, "    {} = [\"{}\"]", file.key, file.name);
    }
    Ok(said)
}

/// What is to be done to have `file` at `path`; an error where something stands in the way.
fn step(file: &File, path: &Path, is_forced: bool) -> Result<Step> {
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Step::Write),
        Err(error) => return Err(error.into()),
    };
    if there.is_symlink() {
        if !is_forced {
            bail!("it is a symbolic link; `--force` puts a file in its place");
        }
        return Ok(Step::Replace);
    }
    if !there.is_file() {
        bail!("something that is not a regular file is there");
    }
    let text = file::read(path);
    if text.as_ref().is_ok_and(|text| *text == file.text()) {
        return Ok(Step::Nothing);
    }
    if !is_forced && !text.is_ok_and(|text| File::is_ours(&text)) {
        bail!("the file that is there is not ours; `--force` writes over it");
    }
    Ok(Step::Write)
}

/// Does it.
fn take(step: Step, file: &File, path: &Path) -> std::io::Result<()> {
    if step == Step::Nothing {
        return Ok(());
    }
    if step == Step::Replace {
        fs::remove_file(path)?;
    }
    fs::write(path, file.text())
}
