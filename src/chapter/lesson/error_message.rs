//! Error messages as compilers, interpreters and run-time systems print them: where one begins in a
//! text, and by which names a reader may call the error.
//!
//! Names come from head lines alone. The other lines of a message are source code and stack frames,
//! and hold the names of much that did not fail.

/// How Python announces an exception while the program runs.
const TRACEBACK: &str = "Traceback (most recent call last)";

/// What the name of an error ends with, in the languages that have such names.
const ENDINGS: [&str; 5] = ["Error", "Exception", "Interrupt", "ExceptionGroup", "Rejection"];

/// How messages begin that give the error no name.
const NAMELESS: [&str; 8] = [
    "panic: ",
    "fatal error: ",
    "fatal runtime error: ",
    "error: ",
    "error[",
    "[signal ",
    "terminate called",
    TRACEBACK,
];

/// The signals that end programs, with what else they are called.
const SIGNALS: [(i32, &[&str]); 6] = [
    (4, &["SIGILL", "illegal instruction"]),
    (6, &["SIGABRT", "aborted"]),
    (7, &["SIGBUS", "bus error"]),
    (8, &["SIGFPE", "floating point exception"]),
    (9, &["SIGKILL", "killed"]),
    (11, &["SIGSEGV", "segmentation fault", "segfault", "segmentation violation"]),
];

/// What the signal of this number is called.
pub fn signal_names(signal: i32) -> Vec<String> {
    let known = SIGNALS.iter().find(|(number, _)| *number == signal);
    known.into_iter().flat_map(|(_, names)| *names).map(|name| (*name).to_owned()).collect()
}

/// How many lines stand in front of the first error message in `text`.
pub(super) fn lines_before_message(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let head = lines.iter().position(|line| is_head(line))?;
    Some(head - quoted_lines(&lines[..head]))
}

/// The line of the message in `text` that says which error it is.
pub(super) fn headline(text: &str) -> Option<&str> {
    let last = text.rfind(TRACEBACK).map(|at| &text[at..]);
    let mut lines = last.unwrap_or(text).lines().filter(|line| !line.trim().is_empty());
    let own = last.and_then(|_| lines.clone().skip(1).find(|line| !line.starts_with(' ')));
    let line = match own
        .or_else(|| lines.clone().find(|line| is_head(line) && !line.starts_with(TRACEBACK)))
    {
        // Rust says on its next line what it is about.
        Some(head) if head.contains(" panicked at ") && head.ends_with(':') => {
            lines.skip_while(|line| *line != head).nth(1)
        }
        head @ Some(_) => head,
        // A message of one line is all that there is.
        None => lines.next().filter(|_| lines.next().is_none()),
    };
    line.map(|line| line.trim_start_matches([' ', '|']).trim_end())
}

/// How many of the lines above a head line show where the error is: a place, the line of the
/// program, and a caret under it.
fn quoted_lines(above: &[&str]) -> usize {
    let is_caret = |line: &str| line.contains('^') && line.trim_matches(['^', '~', ' ']).is_empty();
    let is_place = |line: &str| {
        let number = line.rsplit_once(':').map(|(_, number)| number);
        line.starts_with("  File \"")
            || number.is_some_and(|number| number.parse::<u32>().is_ok() && !line.contains(' '))
    };
    let mut near = above.iter().rev().take(4);
    if !near.clone().take(2).any(|line| is_caret(line)) {
        return 0;
    }
    near.position(|line| is_place(line)).map_or(0, |at| at + 1)
}

/// The names of the error that `text` is about; none where messages of its kind have no names.
pub(super) fn names(text: &str) -> Vec<String> {
    let last = text.rfind(TRACEBACK).map(|at| &text[at..]);
    let lines = || last.unwrap_or(text).lines();
    let mut names: Vec<String> = lines().flat_map(names_on).collect();
    // Whatever class it is of, a traceback ends with it; and without a traceback, a message that
    // has no other name may begin with a class of the program's own.
    let own = match last {
        Some(_) => lines().skip(1).find(|line| !line.is_empty() && !line.starts_with(' ')),
        None if names.is_empty() => lines().rev().find(|line| !line.trim().is_empty()),
        None => None,
    };
    names.extend(own.and_then(class).filter(|class| is_capital(class)).map(str::to_owned));
    names.extend(lines().filter_map(thrown).map(str::to_owned));
    for word in ["deadlock", "overflow"] {
        names.extend(text.to_lowercase().contains(word).then(|| word.to_owned()));
    }
    let mut known = Vec::new();
    names.retain(|name| {
        let is_new = !["Error", "Exception"].contains(&name.as_str()) && !known.contains(name);
        known.push(name.clone());
        is_new
    });
    names
}

/// By which names a reader may call the error that `message` is about, each in all ways to write
/// it.
pub fn error_names(message: &str) -> Vec<String> {
    names(message).iter().flat_map(|name| spellings(name)).collect()
}

/// The ways to write a name: as it is, and in words where it is made of several, with or without
/// the last one that says that it is an error.
pub(super) fn spellings(name: &str) -> Vec<String> {
    let mut words = String::new();
    for c in name.rsplit('.').next().unwrap_or(name).chars() {
        let is_next = c.is_uppercase() && words.ends_with(char::is_lowercase);
        words.extend(is_next.then_some(' ').into_iter().chain([c]));
    }
    let words = words.to_lowercase();
    let short = words.strip_suffix(" error").or(words.strip_suffix(" exception"));
    let short = short.filter(|short| short.contains(' ')).map(str::to_owned);
    let mut spellings = vec![name.to_owned()];
    spellings.extend(Some(words).filter(|words| words.contains(' ') && words != name));
    spellings.extend(short);
    spellings
}

/// Whether an error message begins with `line`.
fn is_head(line: &str) -> bool {
    NAMELESS.iter().any(|start| line.starts_with(start))
        || line.contains(": error: ")
        || (line.starts_with("thread '") && line.contains(" panicked at "))
        || named_class(line).is_some()
        || !names_on(line).is_empty()
}

/// The names that a head line gives the error; none on any other line.
fn names_on(line: &str) -> Vec<String> {
    let line = line.trim_start_matches([' ', '|']);
    let (short, long) = match behind_thread(line).or_else(|| named_class(line)) {
        Some(class) => (class.rsplit(['.', ':']).next(), Some(class)),
        None => (special_name(line), None),
    };
    let mut names: Vec<String> = short.into_iter().map(str::to_owned).collect();
    names.extend(long.filter(|long| Some(*long) != short).map(str::to_owned));
    if line.contains("ssertion ") && line.contains("ailed") {
        names.extend(["assertion failed", "assertion"].map(str::to_owned));
    }
    if line.starts_with("[signal SIGSEGV") {
        names.extend(signal_names(11));
    }
    names
}

/// The class that a line begins with, in Python, JavaScript and Java, if its name says that it is
/// one of errors.
fn named_class(line: &str) -> Option<&str> {
    let is_marked = line.contains(" [Error]");
    class(line).filter(|class| is_marked || ENDINGS.iter().any(|ending| class.ends_with(ending)))
}

/// The name, dotted perhaps, that a line begins with, in front of a colon or a code in brackets.
fn class(line: &str) -> Option<&str> {
    let line = line.strip_prefix("Uncaught ").unwrap_or(line).trim_end();
    let is_name = |c: char| c.is_alphanumeric() || "_.$".contains(c);
    let end = line.find(|c: char| !is_name(c)).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    let is_closed = rest.is_empty() || rest.starts_with(':') || rest.starts_with(" [");
    (is_closed && !name.is_empty()).then_some(name)
}

fn is_capital(class: &str) -> bool {
    class.rsplit('.').next().is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// The class in a line of JavaScript that Node shows, for its messages do not always name it.
fn thrown(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("throw new ")?;
    rest.split_once('(').map(|(class, _)| class)
}

/// The class behind what Java says in front of it.
fn behind_thread(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("Caused by: ").or_else(|| {
        let rest = line.strip_prefix("Exception in thread \"")?;
        rest.split_once("\" ").map(|(_, rest)| rest)
    });
    rest.and_then(class)
}

/// The name where a language has a place of its own for it: C++ behind `instance of`, Rust in
/// brackets, Ruby in parentheses at the end.
fn special_name(line: &str) -> Option<&str> {
    if let Some((_, rest)) = line.split_once("throwing an instance of '") {
        return rest.split_once('\'').map(|(class, _)| class.rsplit(':').next().unwrap_or(class));
    }
    if let Some(rest) = line.strip_prefix("error[") {
        return rest.split_once(']').map(|(code, _)| code);
    }
    let (place, last) = line.trim_end().strip_suffix(')')?.rsplit_once(" (")?;
    let is_ruby = place.split(':').nth(1).is_some_and(|number| number.parse::<u32>().is_ok());
    let is_class = last.starts_with(char::is_uppercase) && !last.contains(' ');
    (is_ruby && is_class).then(|| last.rsplit(':').next().unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use super::{headline, lines_before_message, names, spellings};

    /// Messages as they are really printed, with the names that a reader may say.
    #[rustfmt::skip]
    const MESSAGES: &[(&str, &[&str])] = &[
        // Python.
        ("Traceback (most recent call last):\n  File \"a.py\", line 2, in <module>\n    {}[\"b\"]\n    ~~^^^^^\nKeyError: 'b'", &["KeyError"]),
        ("KeyError: 'b'", &["KeyError"]),
        ("  File \"b.py\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax", &["SyntaxError"]),
        ("Traceback (most recent call last):\n  File \"g.py\", line 2, in <module>\n    {}[\"k\"]\nKeyError: 'k'\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File \"g.py\", line 4, in <module>\n    raise ValueError(\"x\") from e\nValueError: x", &["ValueError"]),
        ("Traceback (most recent call last):\n  File \"s.py\", line 9, in <module>\n    book(\"3B\")\nSeatTaken: 3B", &["SeatTaken"]),
        ("SeatTaken: 3B", &["SeatTaken"]),
        ("Traceback (most recent call last):\n  File \"j.py\", line 3, in <module>\n    json.loads(\"{\")\njson.decoder.JSONDecodeError: Expecting property name", &["JSONDecodeError", "json.decoder.JSONDecodeError"]),
        ("Traceback (most recent call last):\n  File \"l.py\", line 1, in <module>\n    raise KeyboardInterrupt\nKeyboardInterrupt", &["KeyboardInterrupt"]),
        ("  + Exception Group Traceback (most recent call last):\n  |   File \"k.py\", line 1, in <module>\n  | ExceptionGroup: eg (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    | ValueError: 1\n    +---------------- 2 ----------------\n    | KeyError: 2\n    +------------------------------------", &["ExceptionGroup", "ValueError", "KeyError"]),
        ("Traceback (most recent call last):\n  [Previous line repeated 996 more times]\nRecursionError: maximum recursion depth exceeded", &["RecursionError"]),
        ("bad seat, sorry", &[]),
        // JavaScript.
        ("/tmp/a.js:1\nconsole.log(\"start\"); null.f\n                           ^\n\nTypeError: Cannot read properties of null (reading 'f')\n    at Object.<anonymous> (/tmp/a.js:1:28)\n\nNode.js v20.20.2", &["TypeError"]),
        ("node:assert:90\n  throw new AssertionError(obj);\n  ^\n\nAssertionError [ERR_ASSERTION]: Expected values to be strictly equal:\n\n1 !== 2\n\n    at Object.<anonymous> (/tmp/a.js:1:42)\n  code: 'ERR_ASSERTION',\n}\n\nNode.js v20.20.2", &["AssertionError"]),
        ("/tmp/a.js:1\nthrow \"boom\"\n^\nboom\n(Use `node --trace-uncaught ...` to show where the exception was thrown)\n\nNode.js v20.20.2", &[]),
        ("/tmp/a.js:2\nthrow new SeatTaken(\"3B\")\n^\n\nError: 3B\n    at Object.<anonymous> (/tmp/a.js:2:7)\n\nNode.js v20.20.2", &["SeatTaken"]),
        ("/tmp/a.js:2\n  raise();\n  ^\n\nSeatTaken [Error]: 3B\n    at Object.<anonymous> (/tmp/a.js:1:41)\n\nNode.js v20.20.2", &["SeatTaken"]),
        ("/tmp/a.js:1\n(function f(){f()})()\n           ^\n\nRangeError: Maximum call stack size exceeded\n    at f (/tmp/a.js:1:12)", &["RangeError"]),
        // Rust.
        ("\nthread 'main' (4670) panicked at a.rs:1:90:\nindex out of bounds: the len is 0 but the index is 3\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace", &[]),
        ("\nthread 'main' panicked at d.rs:2:64:\nattempt to add with overflow", &["overflow"]),
        ("error[E0382]: borrow of moved value: `a`\n --> b.rs:1:57\n\nerror: aborting due to 1 previous error", &["E0382"]),
        ("error[E0425]: cannot find value `y` in this scope\nerror[E0308]: mismatched types", &["E0425", "E0308"]),
        ("Error: \"bad\"", &[]),
        // C and C++.
        ("a: a.c:2: main: Assertion `1 > 2' failed.", &["assertion failed", "assertion"]),
        ("terminate called after throwing an instance of 'std::out_of_range'\n  what():  vector::_M_range_check: __n (which is 3) >= this->size() (which is 1)", &["out_of_range"]),
        ("terminate called after throwing an instance of 'int'", &["int"]),
        ("e.cc: In function ‘int main()’:\ne.cc:2:21: error: invalid conversion from ‘const char*’ to ‘int’ [-fpermissive]", &[]),
        // Java.
        ("Exception in thread \"main\" java.lang.IllegalStateException: no\n\tat M.main(M.java:2)\nCaused by: java.lang.ClassCastException: class A cannot be cast to class B\n\t... 1 more", &["IllegalStateException", "java.lang.IllegalStateException", "ClassCastException", "java.lang.ClassCastException"]),
        ("N.java:1: error: incompatible types: String cannot be converted to int\nclass N { }\n1 error", &[]),
        // Go.
        ("panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]\n\ngoroutine 1 [running]:", &["SIGSEGV", "segmentation fault", "segfault", "segmentation violation"]),
        ("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:", &["deadlock"]),
        ("./prog.go:4:2: declared and not used: x", &[]),
        // Ruby.
        ("l.rb:2:in '<main>': undefined local variable or method 'x' for main (NameError)", &["NameError"]),
        ("l.rb:2:in `f': no seat (Hall::SeatTaken)\n\tfrom l.rb:5:in `<main>'", &["SeatTaken"]),
        // Bash.
        ("l.sh: line 1: x: unbound variable", &[]),
    ];

    #[test]
    fn errors_have_the_names_that_their_messages_give_them() {
        for (message, expected) in MESSAGES {
            assert_eq!(names(message), *expected, "{message}");
        }
    }

    #[test]
    fn a_line_says_which_error_it_is() {
        for (text, expected) in [
            (
                "Traceback (most recent call last):\n  File \"a.py\"\n    raise KeyError(b)\nKeyError: 'b'",
                "KeyError: 'b'",
            ),
            (
                "Traceback (most recent call last):\n  File \"s.py\"\nSeatTaken: 3B\nin row 3",
                "SeatTaken: 3B",
            ),
            (
                "  + Exception Group Traceback (most recent call last):\n  |   File \"k.py\"\n  | ExceptionGroup: eg",
                "ExceptionGroup: eg",
            ),
            (
                "/tmp/a.js:1\nnull.f\n     ^\n\nTypeError: no\n    at x.js:1:6\n\nNode.js v20",
                "TypeError: no",
            ),
            (
                "AssertionError [ERR_ASSERTION]: Expected values to be equal:\n\n1 !== 2",
                "AssertionError [ERR_ASSERTION]: Expected values to be equal:",
            ),
            (
                "\nthread 'main' (4670) panicked at a.rs:1:90:\nindex out of bounds\nnote: run",
                "index out of bounds",
            ),
            (
                "error[E0382]: borrow of moved value: `a`\n --> b.rs:1:57\n\nerror: aborting",
                "error[E0382]: borrow of moved value: `a`",
            ),
            (
                "e.cc: In function ‘int main()’:\ne.cc:2:21: error: invalid\n",
                "e.cc:2:21: error: invalid",
            ),
            (
                "panic: runtime error: index out of range\n\ngoroutine 1 [running]:",
                "panic: runtime error: index out of range",
            ),
            ("l.rb:2:in '<main>': no x (NameError)", "l.rb:2:in '<main>': no x (NameError)"),
            ("l.sh: line 1: x: unbound variable", "l.sh: line 1: x: unbound variable"),
            ("/tmp/a.js:1\nthrow \"boom\"\n^\nboom", ""),
            ("", ""),
        ] {
            assert_eq!(headline(text).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn names_are_written_in_words_as_well() {
        assert_eq!(spellings("KeyError"), ["KeyError", "key error"]);
        let overflow = ["java.lang.StackOverflowError", "stack overflow error", "stack overflow"];
        assert_eq!(spellings("java.lang.StackOverflowError"), overflow);
        assert_eq!(spellings("out_of_range"), ["out_of_range"]);
        assert_eq!(spellings("SIGSEGV"), ["SIGSEGV"]);
        assert_eq!(spellings("segmentation fault"), ["segmentation fault"]);
    }

    #[test]
    fn a_message_begins_with_what_shows_the_place() {
        for (text, expected) in [
            ("start\nTraceback (most recent call last):\n  File \"a.py\"\nKeyError: 'b'", Some(1)),
            ("a\n/tmp/a.js:3\nnull.f\n     ^\n\nTypeError: no", Some(1)),
            ("  File \"b.py\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid", Some(0)),
            ("a\n\nthread 'main' panicked at a.rs:1:9:\nno", Some(2)),
            ("0\npanic: no\n\ngoroutine 1 [running]:", Some(1)),
            ("s\nException in thread \"main\" java.lang.Error: x", Some(1)),
            ("a\nl.rb:2:in '<main>': no (NameError)", Some(1)),
            ("a: a.c:2: main: Assertion `1 > 2' failed.", Some(0)),
            ("a.c:1:17: error: ‘y’ undeclared", Some(0)),
            ("l.sh: line 3: cd: /nope: No such file or directory", None),
            ("The error rate is 3\nerrors: 2", None),
            ("warning: unused\nDone (2 Errors)", None),
            ("", None),
        ] {
            assert_eq!(lines_before_message(text), expected, "{text}");
        }
    }
}
