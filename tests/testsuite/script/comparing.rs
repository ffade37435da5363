//! Which predictions are the same, which have another form, and which differ.

use serde_json::json;

use super::evaluate;
use crate::browser::comparing::TABLE;

/// As a question does it where the program does not fail and nobody has words for errors.
const VERDICTS: &str = "rows => {
    const vocabulary = vocabularyOf(() => '');
    const known = { accepted: [], rejected: [], printed: [], names: [], lines: [], vocabulary };
    return rows.map(([truth, others, prediction]) =>
        judgeText(prediction, { ...known, truth, forms: formsFor(truth, others) }).verdict);
}";

const FILES: [&str; 3] = ["predict/words.js", "predict/comparing.js", "predict/endings.js"];

#[test]
fn every_row_has_its_verdict() {
    let verdicts = evaluate(&FILES, VERDICTS, &json!(TABLE.as_slice()));
    let wrong: Vec<String> = (TABLE.iter().zip(verdicts.as_array().unwrap()))
        .filter(|(row, verdict)| *verdict != row.3)
        .map(|(row, verdict)| format!("{row:?} is {verdict}"))
        .collect();
    assert_eq!(wrong, [] as [String; 0]);
}
