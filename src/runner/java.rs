//! How the classes of a Java program are named: its file has the name of the public one, and the
//! one with `main` is run.

/// The names that a Java program is written and run by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JavaClasses {
    /// The class that the file is named for.
    pub(super) file: String,
    /// The class with `main`, in its package.
    pub(super) main: String,
}

/// The name of a file without a public class, and of the class that such a file is.
const USUAL: &str = "Main";

/// A class at the top level of a file.
#[derive(Default)]
struct TopClass<'p> {
    name: &'p str,
    is_public: bool,
    has_main: bool,
}

/// Reads the names in `program`; those of a program in another language mean nothing.
pub(super) fn classes(program: &str) -> JavaClasses {
    let code = without_texts(program);
    let (package, classes) = top_classes(&words(&code));
    let public = classes.iter().find(|class| class.is_public);
    let main = classes.iter().find(|class| class.has_main).or(public);
    let name = |class: Option<&TopClass<'_>>| class.map_or(USUAL, |class| class.name).to_owned();
    let main = name(main);
    let main = if package.is_empty() { main } else { format!("{package}.{main}") };
    JavaClasses { file: name(public), main }
}

/// The package, and the classes that are in no other class.
fn top_classes<'p>(words: &[&'p str]) -> (String, Vec<TopClass<'p>>) {
    let (mut package, mut classes) = (String::new(), Vec::<TopClass<'_>>::new());
    let mut depth = 0_usize;
    // Where the declaration that is being read begins.
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        match *word {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            "package" if depth == 0 => {
                let name = words[at + 1..].iter().take_while(|word| **word != ";");
                package = name.copied().collect();
            }
            "class" | "record" | "enum" | "interface" if depth == 0 && is_name(next) => {
                let is_public = words[start..at].contains(&"public");
                classes.push(TopClass { name: next, is_public, has_main: false });
            }
            "main" if depth == 1 && next == "(" && at > 0 && words[at - 1] == "void" => {
                classes.last_mut().into_iter().for_each(|class| class.has_main = true);
            }
            _ => {}
        }
        if ["{", "}", ";"].contains(word) {
            start = at + 1;
        }
    }
    (package, classes)
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$')
}

/// The words and signs of `code`.
fn words(code: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut words = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match is_word(first) {
            true => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        words.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    words
}

/// `program` without its comments and texts.
fn without_texts(program: &str) -> String {
    let mut code = String::new();
    let mut rest = program;
    while let Some(at) = rest.find(['/', '"', '\'']) {
        code.push_str(&rest[..at]);
        code.push(' ');
        rest = &rest[at..];
        let end = match rest {
            _ if rest.starts_with("//") => rest.find('\n'),
            _ if rest.starts_with("/*") => rest[2..].find("*/").map(|end| end + 4),
            _ if rest.starts_with("\"\"\"") => end_of_text(&rest[3..], "\"\"\"").map(|end| end + 3),
            _ if rest.starts_with('/') => Some(1),
            _ => end_of_text(&rest[1..], &rest[..1]).map(|end| end + 1),
        };
        rest = &rest[end.unwrap_or(rest.len())..];
    }
    code + rest
}

/// Where the text ends that `quote` closes; a backslash keeps what is behind it from doing so.
fn end_of_text(text: &str, quote: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if text[at..].starts_with(quote) => return Some(at + quote.len()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{JavaClasses, classes};

    #[test]
    fn the_class_with_main_is_found() {
        for (program, file, main) in [
            (
                "class A { void main2() {} } class B { public static void main(String[] a) {} }",
                "",
                "B",
            ),
            ("public class C { } class D { static void main(String... a) { } }", "C", "D"),
            (
                "package a.b;\npublic class E { public static void main(String[] a) {} }",
                "E",
                "a.b.E",
            ),
            (
                "// class X { void main(\n/* class Y */ class Z { String s = \"}\\\"{\"; char c = '{';\n\
              static void main() {} }",
                "",
                "Z",
            ),
            (
                "class O { static class I { static void main(String[] a) {} } }\n\
              record R(int x) { static void main(String[] a) {} }",
                "",
                "R",
            ),
            ("void main() { IO.println(1); }", "", "Main"),
            ("class T { String s = \"\"\"\n class U \" { \"\"\"; static void main() {} }", "", "T"),
            ("interface P { static void main(String[] a) { int c = 4 / 2; } }", "", "P"),
            ("class Q { \"", "", "Main"),
            ("", "", "Main"),
        ] {
            let file = if file.is_empty() { "Main" } else { file };
            let expected = JavaClasses { file: file.to_owned(), main: main.to_owned() };
            assert_eq!(classes(program), expected, "{program}");
        }
    }
}
