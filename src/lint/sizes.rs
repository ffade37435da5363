//! What is too long to be read, predicted or remembered at once.

use crate::chapter::lesson::{Figure, Output, Predict, Stream};
use crate::diagnostic::{Diagnostic, lints};

/// The most lines and columns of a program.
const MOST_LINES: usize = 25;
const MOST_COLUMNS: usize = 60;

/// The most lines of an output.
const MOST_OUTPUT: usize = 10;

/// What there is to say of the sizes in a question.
pub(super) fn lints(predict: &Predict) -> Vec<Diagnostic> {
    let outputs = predict.outputs().filter_map(long_output);
    predict.program().and_then(large_program).into_iter().chain(outputs).collect()
}

fn large_program(program: &Figure) -> Option<Diagnostic> {
    let lines = program.visible_lines().count();
    if lines > MOST_LINES {
        return Some(lints::long_program(program.place.opener.clone(), lines, MOST_LINES));
    }
    let columns = program.visible_lines().map(|line| line.chars().count()).max()?;
    let mut start = 0;
    let widest = program.code.text.split_inclusive('\n').find_map(|line| {
        let range = start..start + line.trim_end().len();
        start += line.len();
        (line.trim_end().chars().count() >= columns).then_some(range)
    });
    let place = widest.map_or(program.place.opener.clone(), |range| program.code.span(range));
    (columns > MOST_COLUMNS).then(|| lints::wide_program(place, columns, MOST_COLUMNS))
}

/// An output that readers are to predict, and is too long. What is printed of an error is not
/// predicted line by line.
fn long_output(output: &Output) -> Option<Diagnostic> {
    let lines = output.text().lines().count();
    let is_long = lines > MOST_OUTPUT && output.stream() != Stream::Stderr;
    is_long.then(|| lints::long_output(output.place.opener.clone(), lines, MOST_OUTPUT))
}
