//! Proving what lessons say: their programs are run, and what happens is compared with what the
//! author wrote down.
//!
//! Only the command `verify` comes here; no build does. The steps:
//!
//! 1. `gathering` has the programs of a book that are to be run, with what [`crate::proof`] says of
//!    each, and those that have a proof already.
//! 2. `outfits` has how each language is run here: by the commands of [`crate::runner`] and the
//!    tools of the [`toolchain`].
//! 3. `proving` runs them as the `schedule` lets it. An `attempt` puts the files of one into a room
//!    of the `workplace`, and has its commands run there by [`process`], in the [`jail`]. That is
//!    the only place of the crate that starts a process.
//! 4. `happened` is what came of it, as texts; `verdict` says what is wrong with one program, and
//!    `question` with all that a question says. `difference` knows texts alone.
//! 5. `accept` has what of all that can be written down, where an author wants that.
//! 6. `shown` has what is proved by it, for the file of proofs.
//! 7. `status` says what is proved, and runs nothing.
//! 8. [`outcome`] is what is told of all that, and [`report`] makes text of it.

mod accept;
mod attempt;
mod difference;
mod found;
mod gathering;
mod happened;
pub mod jail;
pub mod outcome;
mod outfits;
pub mod process;
mod proving;
mod question;
pub mod report;
mod schedule;
mod shown;
mod status;
pub mod toolchain;
mod verdict;
mod whole;
mod workplace;

pub use accept::AcceptedOutput;
pub use gathering::{NoSuchProgram, Selection};
pub use outfits::Circumstances;
pub use proving::Manner;
pub use status::{BookStatus, status};
pub use whole::{plan, verify};
