//! `install`: writes the files that pages link with `assets = "linked"`.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::linked::FILES;

/// Writes the files into `directory`, and says what `book.toml` needs.
pub(super) fn run(directory: &Path) -> Result<String> {
    let mut said = String::new();
    for file in FILES {
        let path = directory.join(file.name);
        let is_same = std::fs::read_to_string(&path).is_ok_and(|text| text == file.text());
        if !is_same {
            std::fs::write(&path, file.text())
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        let what = if is_same { "is up to date" } else { "written" };
        let _ = writeln!(said, "{}: {what}", path.display());
    }
    said.push_str("\nbook.toml needs these lines, with the paths from its own directory:\n\n");
    said.push_str("    [preprocessor.predict]\n    assets = \"linked\"\n\n    [output.html]\n");
    for file in FILES {
        let _ = writeln!(said, "    {} = [\"{}\"]", file.key, file.name);
    }
    Ok(said)
}
