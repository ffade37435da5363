//! How programs of a language are run: the presets, and the commands that they and the book give.
//!
//! It is pure: who asks for a program's commands gets words. Which program of this machine a word
//! stands for is found out by `verify::toolchain`, and only `verify` runs any.
//!
//! 1. `steps` has what a runner is.
//! 2. `presets` has one for each language that works without configuration.
//! 3. `places` puts a program's own files into the commands; `java` reads how its classes are
//!    named.

mod java;
mod places;
mod presets;
mod steps;

pub use places::{PLACEHOLDERS, RunPlaces};
pub use presets::{for_language, preset, presets};
pub use steps::{Probe, Runner, Step, Support};
