//! `list`: the blocks of a book, for people and for other tools.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::cases::golden;
use crate::support::{BookDir, checkout, command};

fn list(here: &Path, arguments: &[&str]) -> Output {
    command().arg("list").args(arguments).current_dir(here).output().unwrap()
}

fn said(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Every kind of block, in files of its own and in an included one.
#[test]
fn blocks_are_listed_with_what_they_claim() {
    let book = checkout().join("tests/cases/list");
    golden(&said(&list(&book, &[])), &book.join("list.txt"));
    let json = said(&list(&book, &["--format", "json"]));
    golden(&json, &book.join("list.json"));
    the_json_leads_to_the_blocks(&book, &json);
    let one = said(&list(&book, &[".", "src/parts"]));
    assert!(one.lines().count() == 2 && one.starts_with("src/parts/rule.md:1: "), "{one}");
}

/// The places are those of the fences, and a parent is the block around.
fn the_json_leads_to_the_blocks(book: &Path, json: &str) {
    let listing: Value = serde_json::from_str(json).unwrap();
    assert_eq!(listing["version"], 1);
    let blocks = listing["blocks"].as_array().unwrap();
    assert!(blocks.len() >= 10);
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    for block in blocks {
        let place = &block["place"];
        let text = std::fs::read_to_string(book.join(place["file"].as_str().unwrap())).unwrap();
        let start = number(&place["start"]["byte"]);
        assert!(text[start..].starts_with(['~', '`']), "{block}");
        let fence = text[start..].trim_start_matches(['~', '`']);
        let kind = block["kind"].as_str().unwrap();
        assert!(fence.starts_with(kind) || block["has_mistakes"] == true, "{block}");
        if !block["parent"].is_null() {
            let parent = &blocks[number(&block["parent"])]["place"];
            assert!(number(&parent["start"]["byte"]) < start, "{block}");
            assert!(number(&parent["end"]["byte"]) > start, "{block}");
        }
    }
}

/// A chapter that is not there is said, and the others are listed.
#[test]
fn what_cannot_be_read_is_said() {
    let book = BookDir::new("", &[("one", "~~~takeaway\nt\n~~~\n"), ("two", "")]);
    std::fs::remove_file(book.root().join("src/two.md")).unwrap();
    let said = said(&list(book.root(), &[]));
    assert_eq!(
        said,
        "src/one.md:1: takeaway\nsrc/two.md: there is no such file\n1 block, 0 questions, 0 \
         claims\n"
    );
    let failed = list(book.root(), &["nowhere"]);
    assert_eq!(failed.status.code(), Some(3));
}
