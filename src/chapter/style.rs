//! The style sheet of lessons, and how a chapter gets it.

use std::sync::LazyLock;

/// The style sheet, without its comments.
static STYLE: LazyLock<String> =
    LazyLock::new(|| without_comments(include_str!("../assets/predict.css")));

/// The style sheet that chapters with blocks get.
pub fn style() -> &'static str {
    &STYLE
}

/// What a chapter with blocks gets once, to be put behind the text `before`.
pub(crate) fn delivery(newline: &str, before: &str) -> String {
    let is_open = before.lines().next_back().is_some_and(|line| !line.trim().is_empty());
    let gap = if is_open { newline } else { "" };
    let lines: Vec<&str> = STYLE.lines().collect();
    format!("{gap}<style>{newline}{}{newline}</style>{newline}{newline}", lines.join(newline))
}

/// `css` without comments, indentation and blank lines.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((code, comment)) = rest.split_once("/*") {
        out.push_str(code);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn a_style_sheet_loses_its_comments() {
        assert_eq!(without_comments("/* x */\na {\n  /* y\n */ b: c;\n\n}\n"), "a {\nb: c;\n}");
    }
}
