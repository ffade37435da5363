//! What the command says of itself: help, versions, and what shells complete.

use mdbook_predict::preprocessor::TESTED_ENGINES;

use crate::support::{checkout, command};

/// What the command says to `arguments`.
fn said(arguments: &[&str]) -> String {
    let output = command().args(arguments).env_remove("COLUMNS").output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = said(&["-h"]);
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let lines = list.lines().take_while(|line| line.starts_with("  "));
    let names = lines.map(|line| line.split_whitespace().next().unwrap().to_owned());
    names.filter(|name| name != "help").collect()
}

/// Compares `text` with its file; nobody reads lines that go on behind the edge of the window.
fn golden(text: &str, name: &str) {
    let long = text.lines().find(|line| line.chars().count() > 100);
    assert_eq!(long, None, "{name}");
    let path = checkout().join(format!("tests/cases/help/{name}.txt"));
    snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .eq(text.to_owned(), snapbox::Data::read_from(&path, None).raw());
}

#[test]
fn help_is_golden() {
    golden(&said(&["--help"]), "mdbook-predict");
    golden(&said(&["-h"]), "short");
    let commands = commands();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands {
        golden(&said(&[&command, "--help"]), &command);
    }
}

#[test]
fn the_version_comes_with_the_engines_that_were_tested() {
    let version = format!("mdbook-predict {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(said(&["-V"]), version);
    assert_eq!(said(&["--version"]), format!("{version}tested with mdBook {TESTED_ENGINES}\n"));
}

#[test]
fn every_shell_learns_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = said(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        assert!(script.contains("dry-run"), "{shell}");
    }
}

/// The script for this machine's own shell is one that it reads.
#[cfg(unix)]
#[test]
fn bash_reads_its_script() {
    let script = said(&["completions", "bash"]);
    let output = std::process::Command::new("bash").args(["-n", "-c", &script]).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}
