//! Proving what lessons say: their programs are run, and what happens is compared with what the
//! author wrote down.
//!
//! Only the command `verify` comes here; no build does. The steps:
//!
//! 1. `toolchain` finds what this machine has to run programs of a language; how that is done says
//!    the crate's `runner`.
//! 2. `process` runs one program in a directory of its own, with limits, in the `jail`. It is the
//!    only place of the crate that starts a process.

pub mod jail;
pub mod process;
pub mod toolchain;
