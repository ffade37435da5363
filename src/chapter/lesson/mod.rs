//! A lesson as its author means it, with the place of everything that the author wrote.
//!
//! [`super::read`] makes it, [`super::write()`] writes it, and so will what checks or runs lessons.
//! All spans are bytes of the chapter, a byte-order mark among them, whatever containers a block
//! stands in. Texts are Markdown as the author wrote it, without what its containers put in front.

mod allowed;
mod answering;
mod block;
mod code;
mod ending;
mod error_message;
mod identity;
mod input;
mod needs;
mod nesting;
mod replies;
mod runnable;

pub use allowed::Allowed;
pub use answering::{After, Gate, Input, Prediction};
pub use block::{
    Block, Broken, Choice, Content, Lessons, Nested, Piece, Predict, Prose, Reply, StrayFence,
    TopLevel,
};
pub use code::{
    Figure, FigureRole, HiddenLines, Invocation, Matching, Output, OutputState, Phase, Stream,
    Unknown,
};
pub use ending::{FailsWhen, Failure};
pub use error_message::{error_names, signal_names};
pub use identity::Identity;
pub use nesting::NestedBlock;
pub use runnable::RustMarks;
