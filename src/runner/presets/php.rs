//! PHP.

use crate::runner::{Runner, Step};

/// Prints the interpreter, and where its settings and extensions are.
const PROBE: &str = "echo implode(PHP_EOL, [PHP_BINARY, PHP_EXTENSION_DIR, \
                     PHP_CONFIG_FILE_PATH, PHP_CONFIG_FILE_SCAN_DIR, \
                     dirname(PHP_CONFIG_FILE_PATH), dirname((string) php_ini_loaded_file())]);";

/// Warnings and errors are printed once and all of them, whatever the machine's own settings say.
const ARGUMENTS: [&str; 11] = [
    "-d",
    "display_errors=1",
    "-d",
    "log_errors=0",
    "-d",
    "error_reporting=E_ALL",
    "-d",
    "html_errors=0",
    "-d",
    "zend.assertions=1",
    "{file}",
];

pub(super) fn runner() -> Runner {
    let run = Step::new(&["php"], &ARGUMENTS).probe(&["{tool}", "-r", PROBE]);
    Runner::preset("php", &[], "main.php", run).version(&["{tool}", "--version"])
}
