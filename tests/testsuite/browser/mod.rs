//! Pages in real browsers: what readers see, and what they do.
//!
//! Where a browser is not installed the tests say that they did not run in it; with `CI` set that
//! is a failure.

mod accessible;
mod caretaker;
pub(crate) mod comparing;
mod drafts;
mod driver;
mod endings;
mod errors;
mod linked;
mod loading;
mod looks;
mod meeting;
mod odd;
mod page;
mod pictures;
mod reader;
mod remembering;
mod second_look;
mod seen;
mod server;
mod steps;

pub(crate) use driver::did_not_run;
