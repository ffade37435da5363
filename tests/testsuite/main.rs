//! The integration tests, in one binary.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]
#![expect(clippy::disallowed_methods, reason = "tests start programs")]

mod support;

// Chapters and what becomes of them, as files that rewrite themselves with SNAPSHOTS=overwrite.
mod cases;
// What must always be true, over generated and real Markdown.
mod laws;
// What a book costs grows as the book does.
mod cost;
// Every field is where its author wrote it.
mod places;
// A body means inside what it means outside, on both real engines.
mod law_3;
// Hostile documents, made from seeds, and what must be true of each.
mod attack;
// The command: streams, exit codes, bad input.
mod command;
// Adding this preprocessor to a book, and taking it out again.
mod install;
// The line for proofs that `install` adds for git.
mod git_attributes;
// Merges of proofs, with the real git.
mod lock_in_git;
// Lessons to start from.
mod new;
// What the command says of itself.
mod help;
// Books in their directories, checked and not built.
mod check;
// Lints and their levels.
mod lints;
// The pages about codes.
mod codes;
// Mistakes that are mended in the files that have them.
mod fix;
// The blocks of a book, for people and for other tools.
mod list;
// What pages say of outputs that are proved.
mod show_proof;
// Tools that run beside this one.
mod others;
// Both real engines build fixture books with the built command.
mod engines;
// Translated books, with the real gettext of each engine.
mod translation;
// The book in `book/`.
mod guide;
// The house rules.
mod tidy;
// Programs that are run, and what they are kept from.
mod verify;
// What pages carry is made of its sources.
mod made;
// What pages carry, and files that they link.
mod assets;
// The script's pure files, in an engine without a page.
mod script;
// Pages in real browsers.
mod browser;
