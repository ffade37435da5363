//! The hidden command that `verify` starts programs with.

use std::process::ExitCode;

/// Becomes a program, if the arguments ask for that. It comes back only where that failed.
#[cfg(unix)]
pub(super) fn asked() -> Option<ExitCode> {
    let (failure, code) = crate::verify::process::launcher::asked(std::env::args_os())?;
    super::stderr::complain(&format!("error: {failure}\n"));
    Some(code)
}

/// There is no launcher here, since there is no jail.
#[cfg(windows)]
pub(super) fn asked() -> Option<ExitCode> {
    None
}
