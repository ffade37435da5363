//! A whole book: where the two entrances meet, the command and mdBook's `Preprocessor` trait.
//!
//! What is found comes back as a value; nothing is printed here.

mod expansion;
mod run;

pub use expansion::expand_json;
pub use run::{Preparation, Run, TESTED_ENGINES};
