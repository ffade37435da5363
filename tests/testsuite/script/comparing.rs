//! Which predictions are the same, which have another form, and which differ.

use serde_json::json;

use super::evaluate;
use crate::browser::comparing::TABLE;

const VERDICTS: &str = "rows => rows.map(([truth, others, prediction]) =>
    compare(withoutEnd(prediction), truth, formsFor(truth, others)).verdict)";

#[test]
fn every_row_has_its_verdict() {
    let verdicts = evaluate(&["predict/comparing.js"], VERDICTS, &json!(TABLE.as_slice()));
    let wrong: Vec<String> = (TABLE.iter().zip(verdicts.as_array().unwrap()))
        .filter(|(row, verdict)| *verdict != row.3)
        .map(|(row, verdict)| format!("{row:?} is {verdict}"))
        .collect();
    assert_eq!(wrong, [] as [String; 0]);
}
