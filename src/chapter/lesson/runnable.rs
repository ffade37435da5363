//! A program as it is run: with the lines that readers do not see, and with what mdBook puts around
//! a program in Rust that has no `main`.

use std::borrow::Cow;

use super::code::{Figure, HiddenLines};

/// What words behind `rust` say of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RustMarks {
    /// `should_panic`: it ends with a panic.
    pub should_panic: bool,
    /// `compile_fail`: it does not compile.
    pub compile_fail: bool,
    /// The codes of the compiler's errors, such as `E0382`.
    pub errors: Vec<String>,
    /// `no_run`: it is compiled only.
    pub no_run: bool,
    /// `ignore`: nothing is done with it.
    pub ignore: bool,
    /// The edition, as in `edition2021`.
    pub edition: Option<String>,
}

impl Figure {
    /// The program as it is to be run. All its lines end with a line feed.
    pub fn runnable(&self) -> String {
        let is_rust = self.hidden == Some(HiddenLines::Rustdoc);
        let wrapped = if is_rust { with_main(&self.code.text) } else { None };
        let code = wrapped.as_deref().unwrap_or(&self.code.text);
        let lines = code.lines().map(|line| match &self.hidden {
            Some(hidden) => hidden.run(line),
            None => Cow::Borrowed(line),
        });
        lines.fold(String::new(), |text, line| text + &line + "\n")
    }

    /// What words behind `rust` say of it; nothing where it is in another language.
    pub fn rust_marks(&self) -> Option<RustMarks> {
        let mut words = self.info.split([',', ' ', '\t']).filter(|word| !word.is_empty());
        let language = words.next()?;
        if !["rust", "rs"].contains(&language) {
            return None;
        }
        let mut marks = RustMarks::default();
        for word in words {
            match word {
                "should_panic" => marks.should_panic = true,
                "compile_fail" => marks.compile_fail = true,
                "no_run" => marks.no_run = true,
                "ignore" => marks.ignore = true,
                _ if is_error_code(word) => marks.errors.push(word.to_owned()),
                _ => {
                    marks.edition =
                        word.strip_prefix("edition").map(str::to_owned).or(marks.edition)
                }
            }
        }
        Some(marks)
    }
}

/// Whether `word` is the code of an error of the Rust compiler.
fn is_error_code(word: &str) -> bool {
    word.strip_prefix('E').is_some_and(|digits| {
        digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// `code` with a `main` around it, as mdBook gives it to the playground; nothing where it has one.
fn with_main(code: &str) -> Option<String> {
    if code.contains("fn main") || code.contains("quick_main!") {
        return None;
    }
    let (attributes, rest) = code.split_at(inner_attributes(code));
    let newline = if rest.is_empty() || rest.ends_with('\n') { "" } else { "\n" };
    Some(format!("# #![allow(unused)]\n{attributes}# fn main() {{\n{rest}{newline}# }}\n"))
}

/// How many bytes of `code` are inner attributes, and blank lines among and behind them.
fn inner_attributes(code: &str) -> usize {
    let is_attribute = |line: &str| line.trim_start_matches([' ', '\t']).starts_with("#![");
    let lines = code.split_inclusive('\n');
    let lines: Vec<&str> =
        lines.take_while(|line| line.trim().is_empty() || is_attribute(line)).collect();
    match lines.iter().any(|line| is_attribute(line)) {
        true => lines.iter().map(|line| line.len()).sum(),
        false => 0,
    }
}

impl HiddenLines {
    /// `line` as it is run.
    fn run<'t>(&self, line: &'t str) -> Cow<'t, str> {
        let start = line.trim_start();
        let indent = &line[..line.len() - start.len()];
        match self {
            HiddenLines::Prefix(prefix) => match start.strip_prefix(prefix.as_str()) {
                Some(rest) => Cow::Owned(format!("{indent}{rest}")),
                None => Cow::Borrowed(line),
            },
            HiddenLines::Rustdoc if start == "#" => Cow::Borrowed(indent),
            HiddenLines::Rustdoc => match start.strip_prefix("# ") {
                Some(rest) => Cow::Owned(format!("{indent}{rest}")),
                None if start.starts_with("##") => Cow::Owned(format!("{indent}{}", &start[1..])),
                None => Cow::Borrowed(line),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{HiddenLines, inner_attributes, with_main};

    #[test]
    fn hidden_lines_are_run() {
        let prefix = HiddenLines::Prefix("~".to_owned());
        for (line, run) in [("~x", "x"), ("  ~x", "  x"), ("~ x", " x"), ("x ~", "x ~")] {
            assert_eq!(prefix.run(line), run);
        }
        for (line, run) in
            [("# x", "x"), ("  # x", "  x"), ("#", ""), ("##x", "#x"), ("#[x]", "#[x]")]
        {
            assert_eq!(HiddenLines::Rustdoc.run(line), run);
        }
    }

    #[test]
    fn main_goes_behind_inner_attributes() {
        assert_eq!(with_main("fn main() {}"), None);
        let wrapped = with_main("#![a]\n\n#![b]\nlet x = 1;\n").unwrap_or_default();
        assert_eq!(
            wrapped,
            "# #![allow(unused)]\n#![a]\n\n#![b]\n# fn main() {\nlet x = 1;\n# }\n"
        );
        assert_eq!(inner_attributes("\n\nlet x;"), 0);
        assert_eq!(inner_attributes("#![a]\n\nlet x;"), 7);
    }
}
