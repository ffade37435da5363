//! `list`: the blocks of a book.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::book::Scope;
use crate::list::{self, json_v1::JsonListing};
use crate::report::human::harmless_json;

use super::book_dir::{book, in_book};

/// What `list` is told.
#[derive(Debug, Args)]
pub(super) struct ListArguments {
    /// The directory of `book.toml`.
    #[arg(default_value = ".")]
    book: PathBuf,
    /// Files and directories whose blocks are listed; those of all where there is none.
    paths: Vec<PathBuf>,
    /// How to list them.
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    format: ListFormat,
}

/// How a listing is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people, a line for each block.
    Human,
    /// For programs.
    Json,
}

/// The blocks of the book.
pub(super) fn run(arguments: &ListArguments) -> Result<String> {
    let book = book(&arguments.book, "list")?;
    let only = in_book(&arguments.book, &arguments.paths)?;
    let listing = list::list(&book, &Scope { only })?;
    let here = std::env::current_dir().ok();
    match arguments.format {
        ListFormat::Human => Ok(list::text(&listing, here.as_deref())),
        ListFormat::Json => {
            let json = JsonListing::new(&listing, here.as_deref());
            Ok(harmless_json(&serde_json::to_string_pretty(&json)?) + "\n")
        }
    }
}
