//! Outputs with gaps: `[..]` stands for any text in a line, and a line that is `...` for any lines.
//!
//! The script reads them in the same way (`assets/predict/wildcard.js`).

/// What stands for any text in a line.
const ANY_TEXT: &str = "[..]";

/// The line that stands for any lines, none among them.
const ANY_LINES: &str = "...";

/// Whether `text` is what `pattern` says, but for its gaps; a line ending at the end of either one
/// counts as nothing.
pub fn fits(pattern: &str, text: &str) -> bool {
    let wanted: Vec<&str> = pattern.lines().collect();
    let lines: Vec<&str> = text.lines().collect();
    let (mut at, mut line) = (0, 0);
    // The last gap, and the first line that it does not take.
    let mut gap: Option<(usize, usize)> = None;
    while line < lines.len() {
        match wanted.get(at) {
            Some(&ANY_LINES) => {
                gap = Some((at, line));
                at += 1;
            }
            Some(pattern) if fits_line(pattern, lines[line]) => {
                at += 1;
                line += 1;
            }
            // Where no line fits, the last gap takes one more.
            _ => match &mut gap {
                None => return false,
                Some((start, taken)) => {
                    *taken += 1;
                    (at, line) = (*start + 1, *taken);
                }
            },
        }
    }
    wanted[at..].iter().all(|line| *line == ANY_LINES)
}

fn fits_line(pattern: &str, line: &str) -> bool {
    let Some((first, rest)) = pattern.split_once(ANY_TEXT) else { return line == pattern };
    let (between, last) = rest.rsplit_once(ANY_TEXT).unwrap_or(("", rest));
    let Some(mut line) = line.strip_prefix(first).and_then(|line| line.strip_suffix(last)) else {
        return false;
    };
    for piece in between.split(ANY_TEXT) {
        let Some(found) = line.find(piece) else { return false };
        line = &line[found + piece.len()..];
    }
    true
}
