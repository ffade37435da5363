//! Systems on which nothing can be kept from a program.

#[cfg(unix)]
use std::ffi::OsString;

#[cfg(unix)]
use anyhow::Result;

#[cfg(unix)]
use super::{Enforced, Jail, limits};

/// Limits this process; there is nothing else that it could take from itself.
#[cfg(unix)]
pub(in crate::verify) fn enter(jail: &Jail) -> Result<Enforced> {
    limits::apply(jail)?;
    Ok(Enforced::default())
}

/// The command that keeps things from the program; there is none.
#[cfg(unix)]
pub(in crate::verify) fn wrapper(_jail: &Jail) -> Vec<OsString> {
    Vec::new()
}
