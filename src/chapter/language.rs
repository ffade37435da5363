//! Names of programming languages: the proper one for a caption, and the ones that no kind of
//! ours may be taken for.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that authors write after a fence, and the language's name as its own users spell it.
///
/// Sorted by word, for a binary search.
const PROPER: &[(&str, &str)] = &[
    ("apl", "APL"),
    ("asm", "Assembly"),
    ("awk", "AWK"),
    ("bash", "Bash"),
    ("c", "C"),
    ("c#", "C#"),
    ("c++", "C++"),
    ("cc", "C++"),
    ("clj", "Clojure"),
    ("clojure", "Clojure"),
    ("cmake", "CMake"),
    ("cpp", "C++"),
    ("cs", "C#"),
    ("csharp", "C#"),
    ("css", "CSS"),
    ("cxx", "C++"),
    ("d", "D"),
    ("dart", "Dart"),
    ("dockerfile", "Dockerfile"),
    ("elisp", "Emacs Lisp"),
    ("elixir", "Elixir"),
    ("elm", "Elm"),
    ("erlang", "Erlang"),
    ("f#", "F#"),
    ("fish", "fish"),
    ("fortran", "Fortran"),
    ("fsharp", "F#"),
    ("go", "Go"),
    ("golang", "Go"),
    ("graphql", "GraphQL"),
    ("groovy", "Groovy"),
    ("h", "C"),
    ("haskell", "Haskell"),
    ("hs", "Haskell"),
    ("html", "HTML"),
    ("ini", "INI"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("jl", "Julia"),
    ("js", "JavaScript"),
    ("json", "JSON"),
    ("json5", "JSON5"),
    ("jsx", "JSX"),
    ("julia", "Julia"),
    ("kotlin", "Kotlin"),
    ("kt", "Kotlin"),
    ("latex", "LaTeX"),
    ("lisp", "Lisp"),
    ("lua", "Lua"),
    ("make", "Makefile"),
    ("makefile", "Makefile"),
    ("markdown", "Markdown"),
    ("matlab", "MATLAB"),
    ("md", "Markdown"),
    ("mermaid", "Mermaid"),
    ("ml", "OCaml"),
    ("nim", "Nim"),
    ("nix", "Nix"),
    ("nu", "Nu"),
    ("objc", "Objective-C"),
    ("objective-c", "Objective-C"),
    ("ocaml", "OCaml"),
    ("pascal", "Pascal"),
    ("perl", "Perl"),
    ("php", "PHP"),
    ("pl", "Perl"),
    ("postgresql", "PostgreSQL"),
    ("powershell", "PowerShell"),
    ("prolog", "Prolog"),
    ("ps1", "PowerShell"),
    ("py", "Python"),
    ("python", "Python"),
    ("python3", "Python"),
    ("r", "R"),
    ("racket", "Racket"),
    ("rb", "Ruby"),
    ("rs", "Rust"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("scala", "Scala"),
    ("scheme", "Scheme"),
    ("scss", "SCSS"),
    ("sh", "Shell"),
    ("shell", "Shell"),
    ("solidity", "Solidity"),
    ("sql", "SQL"),
    ("sqlite", "SQLite"),
    ("swift", "Swift"),
    ("tcl", "Tcl"),
    ("tex", "TeX"),
    ("toml", "TOML"),
    ("ts", "TypeScript"),
    ("tsx", "TSX"),
    ("typescript", "TypeScript"),
    ("typst", "Typst"),
    ("vb", "Visual Basic"),
    ("verilog", "Verilog"),
    ("vhdl", "VHDL"),
    ("vim", "Vim script"),
    ("wasm", "WebAssembly"),
    ("wat", "WebAssembly"),
    ("xml", "XML"),
    ("yaml", "YAML"),
    ("yml", "YAML"),
    ("zig", "Zig"),
    ("zsh", "Zsh"),
];

/// Further words that stand after fences for a language, a format or a tool.
///
/// Sorted, for a binary search.
const OTHERS: &[&str] = &[
    "admonish",
    "ascii",
    "ascii-art",
    "bash-session",
    "bib",
    "bibtex",
    "bob",
    "bytefield",
    "c4plantuml",
    "chart",
    "chat",
    "compile_fail",
    "conf",
    "coverage",
    "csv",
    "d2",
    "dbml",
    "ditaa",
    "dot",
    "dotenv",
    "edition2015",
    "edition2018",
    "edition2021",
    "edition2024",
    "email",
    "env",
    "erd",
    "erlang-shell",
    "error",
    "figure",
    "flow",
    "gitattributes",
    "gitignore",
    "gnuplot",
    "grammar",
    "graphviz",
    "haxelib",
    "hcl",
    "hex",
    "hexdump",
    "hjson",
    "htm",
    "idl",
    "ignore",
    "input",
    "ios",
    "ipynb",
    "irc",
    "json-ld",
    "json_ld",
    "jsonl",
    "jsonnet",
    "katex",
    "kroki",
    "lark",
    "ld",
    "lean",
    "lean4",
    "license",
    "liquid",
    "listing",
    "log",
    "logfmt",
    "map",
    "math",
    "mathjax",
    "mdx",
    "mermaid-js",
    "mindmap",
    "move",
    "ndjson",
    "nickel",
    "no_run",
    "node",
    "noir",
    "none",
    "nushell",
    "obj",
    "objective-cpp",
    "odin",
    "omnigraffle",
    "opencl",
    "openqasm",
    "output-only",
    "peg",
    "pest",
    "pikchr",
    "plain",
    "plantuml",
    "plantuml-svg",
    "playground",
    "playpen",
    "pug",
    "puml",
    "purescript",
    "qsharp",
    "quiz",
    "raku",
    "raw",
    "regex",
    "rego",
    "rescript",
    "rest",
    "rmd",
    "roc",
    "ron",
    "rst",
    "rustdoc",
    "sass",
    "screen",
    "session",
    "should_panic",
    "slint",
    "smt",
    "smt2",
    "spl",
    "stdout",
    "structurizr",
    "svelte",
    "svgbob",
    "symbolator",
    "systemverilog",
    "terminal",
    "test",
    "tikz",
    "toc",
    "tsv",
    "turtle",
    "uiua",
    "umlet",
    "unison",
    "usage",
    "utf8",
    "vega",
    "vega-lite",
    "vegalite",
    "vhs",
    "viper",
    "vue",
    "wast",
    "wavedrom",
    "wgsl",
    "wireviz",
    "wit",
    "yaml-frontmatter",
    "yang",
    "yara",
    "yul",
];

/// What callouts are called elsewhere, and their readers' exercises.
///
/// Sorted, for a binary search.
const CALLOUTS: &[&str] = &[
    "admonition",
    "aside",
    "attention",
    "callout",
    "caution",
    "danger",
    "exercise",
    "exercises",
    "explanation",
    "hint",
    "important",
    "info",
    "information",
    "note",
    "notes",
    "remark",
    "remember",
    "seealso",
    "solution",
    "solutions",
    "tip",
    "tips",
    "tldr",
    "warn",
    "warning",
];

/// The names and other names of languages of highlight.js, that of mdBook (10.1) and 11.12: one on
/// a line, sorted.
const HIGHLIGHTED: &str = include_str!("highlight_js.txt");

/// The same, to be looked up.
static HIGHLIGHTED_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| HIGHLIGHTED.lines().collect());

/// The name of the language that `word` stands for, or the word itself with a capital letter.
pub(crate) fn proper_name(word: &str) -> String {
    let lower = word.to_lowercase();
    if let Ok(at) = PROPER.binary_search_by_key(&lower.as_str(), |(word, _)| word) {
        return PROPER[at].1.to_owned();
    }
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Whether `word`, in lower case, stands for a programming language.
pub(crate) fn is_language(word: &str) -> bool {
    PROPER.binary_search_by_key(&word, |(word, _)| word).is_ok()
}

/// Whether `word`, in lower case, stands after fences for a language, a format or a tool.
pub(crate) fn is_known(word: &str) -> bool {
    is_language(word) || OTHERS.binary_search(&word).is_ok() || HIGHLIGHTED_WORDS.contains(word)
}

/// Whether `word`, in lower case, is what callouts are called elsewhere.
pub(crate) fn is_callout(word: &str) -> bool {
    CALLOUTS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{CALLOUTS, HIGHLIGHTED, OTHERS, PROPER, is_callout, is_known, proper_name};

    #[test]
    fn the_tables_are_sorted() {
        assert!(PROPER.is_sorted_by_key(|(word, _)| word));
        assert!([OTHERS, CALLOUTS].iter().all(|words| words.is_sorted()));
        assert!(HIGHLIGHTED.lines().is_sorted());
    }

    #[test]
    fn names_are_spelled_as_their_users_do() {
        assert_eq!(proper_name("cpp"), "C++");
        assert_eq!(proper_name("JavaScript"), "JavaScript");
        assert_eq!(proper_name("befunge"), "Befunge");
        assert!(is_known("fix") && is_known("objectivec") && !is_known("predict"));
    }

    #[test]
    fn a_callout_is_no_language() {
        assert!(CALLOUTS.iter().all(|word| is_callout(word) && !is_known(word)));
    }
}
