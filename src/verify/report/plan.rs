//! What would be run, for people who want to know that before.

use std::fmt::Write as _;
use std::path::Path;

use super::super::attempt::Variant;
use super::super::gathering::ChosenProgram;
use super::super::jail::denied;
use super::super::outfits::Outfits;
use super::super::process::Job;
use super::human::name;

/// Stands for the directory that a program gets.
const DIRECTORY: &str = "/NEW";

/// Every command that would be run, with its directory, environment and limits; paths are relative
/// to the directory `here`, where they lie below it.
pub fn text(chosen: &[ChosenProgram<'_>], outfits: &Outfits<'_>, here: Option<&Path>) -> String {
    let mut text = String::new();
    for ChosenProgram { trial, subject, is_known, .. } in chosen {
        let _ = writeln!(text, "{} ({})", name(subject, here), subject.language);
        if *is_known {
            let _ = writeln!(text, "  is proved by predict.lock; `--all` runs it again");
            continue;
        }
        if let Some(reason) = trial.skip() {
            let _ = writeln!(text, "  is skipped: {reason}");
            continue;
        }
        match outfits.of(trial) {
            Err(unfit) => drop(writeln!(text, "  cannot be run: {}", unfit.message)),
            Ok(outfit) => {
                let directory = Path::new(DIRECTORY);
                let files = outfit.files(trial, directory);
                let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
                let _ =
                    writeln!(text, "  in a new directory, {DIRECTORY}, with {}", names.join(", "));
                for job in outfit.jobs(trial, directory, Variant::Usual) {
                    push_job(&mut text, &job);
                }
            }
        }
    }
    text
}

fn push_job(text: &mut String, job: &Job) {
    let words = std::iter::once(job.executable.as_os_str());
    let words = words.chain(job.arguments.iter().map(|argument| argument.as_os_str()));
    let command = shell_words::join(words.map(|word| word.to_string_lossy()));
    let (time, output) = (job.limits.time.as_secs_f64(), job.limits.output / 1024);
    let _ = writeln!(text, "  $ {command}\n    at most {time} s, and {output} KiB on each stream");
    let variables: Vec<String> = job
        .environment
        .iter()
        .map(|(name, value)| {
            shell_words::quote(&format!("{name}={}", value.to_string_lossy())).into()
        })
        .collect();
    let _ = writeln!(text, "    environment: {}", variables.join(" "));
    let Some(jail) = &job.jail else {
        let _ = writeln!(text, "    with your rights: the sandbox is off");
        return;
    };
    let paths = |paths: &[std::path::PathBuf]| {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        paths.join(" ")
    };
    let _ = writeln!(
        text,
        "    may read: {}\n    may write: {}",
        paths(&jail.read),
        paths(&jail.write)
    );
    let _ = writeln!(text, "    may not: {}", denied(jail).join("; "));
}
