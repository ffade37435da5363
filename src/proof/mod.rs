//! What lessons say of programs, and what is known to be true of that. Pure.
//!
//! Nothing here runs a program: [`crate::verify`] does, and writes down what it has proved; a build
//! reads that, and says what nobody has proved.
//!
//! 1. `trial` has the programs of a chapter that are to be run, each with what is `expected` of it;
//!    `comparing` says how exactly.
//! 2. `provable` gives each of them its place for people, and the `hash` of all that a proof of it
//!    depends on.
//! 3. `lock` is the file of proofs, which are looked up by their hashes; `state` is what it says
//!    of a chapter, and `update` what a run changes in it. `tools` has the names by which readers
//!    know what ran a program.

mod comparing;
mod expected;
mod hash;
mod lock;
mod provable;
mod state;
mod tools;
mod trial;
mod update;

pub use comparing::{Exactness, without_last_newline};
pub use expected::{Expected, ExpectedEnd, ExpectedText, PANICKED};
pub use hash::{HashedProgram, ProofHash};
pub use lock::{Confinement, LOCK_FILE, Lock, ProgramPlace, Proof, UnreadableLock};
pub use provable::{ChapterFacts, Provable, provable};
pub use state::{ProofState, states};
pub use tools::proved_outputs;
pub use trial::{ProgramTrial, trials};
pub use update::LockUpdate;
