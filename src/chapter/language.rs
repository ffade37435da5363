//! Names of programming languages: the proper one for a caption, and the ones that no kind of
//! ours may be taken for.

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

/// Further words that stand after fences in real books and are no kind of ours.
///
/// Sorted, for a binary search.
const OTHERS: &[&str] = &[
    "admonish",
    "ascii",
    "atom",
    "axapta",
    "bat",
    "bib",
    "bnf",
    "capnp",
    "cmd",
    "conf",
    "console",
    "csv",
    "diff",
    "django",
    "dot",
    "ebnf",
    "edn",
    "email",
    "env",
    "erb",
    "error",
    "fix",
    "flix",
    "gitignore",
    "gradle",
    "haml",
    "hcl",
    "http",
    "ignore",
    "input",
    "ios",
    "irc",
    "isbl",
    "jinja",
    "katex",
    "ld",
    "less",
    "log",
    "map",
    "math",
    "mizar",
    "nginx",
    "node",
    "none",
    "note",
    "nsis",
    "patch",
    "plain",
    "plaintext",
    "plantuml",
    "pony",
    "properties",
    "proto",
    "protobuf",
    "puppet",
    "q",
    "qml",
    "quiz",
    "raw",
    "regex",
    "rest",
    "rst",
    "sas",
    "sass",
    "stan",
    "stdout",
    "step",
    "svelte",
    "svg",
    "tap",
    "terminal",
    "test",
    "text",
    "thrift",
    "tip",
    "twig",
    "txt",
    "usage",
    "vala",
    "vue",
    "warn",
    "warning",
    "x86asm",
    "xl",
];

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

/// Whether `word`, in lower case, is in use after fences for something that is not ours.
pub(crate) fn is_known(word: &str) -> bool {
    is_language(word) || OTHERS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{OTHERS, PROPER, is_known, proper_name};

    #[test]
    fn the_tables_are_sorted() {
        assert!(PROPER.is_sorted_by_key(|(word, _)| word));
        assert!(OTHERS.is_sorted());
    }

    #[test]
    fn names_are_spelled_as_their_users_do() {
        assert_eq!(proper_name("cpp"), "C++");
        assert_eq!(proper_name("JavaScript"), "JavaScript");
        assert_eq!(proper_name("befunge"), "Befunge");
        assert!(is_known("fix") && !is_known("predict"));
    }
}
