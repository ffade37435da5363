//! Every preset runs programs with the real tool, in the sandbox and without configuration.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mdbook_predict::book_toml::BookToml;
use mdbook_predict::config::{self, Config};
use mdbook_predict::diagnostic::Diagnostic;
use mdbook_predict::runner::{RunPlaces, Runner, Step, for_language, preset, presets};
use mdbook_predict::template::PROGRAMS;
use mdbook_predict::verify::jail::Jail;
use mdbook_predict::verify::process::{End, Finished, Job, Limits, Stop, run};
use mdbook_predict::verify::toolchain::{NoToolchain, StepCommand, Surroundings, Toolchain, find};

use crate::support::checkout;

/// Programs in a language that do not do well, and what is said then.
struct Wrong {
    language: &'static str,
    /// It prints `before`, and fails at a place that is named.
    fails: &'static str,
    end: End,
    says: &'static str,
    /// It does not compile, and the compiler says this; not where nothing compiles.
    broken: Option<(&'static str, &'static str)>,
}

const WRONG: [Wrong; 15] = [
    Wrong {
        language: "python",
        fails: "print('before')\n\ndef look():\n    return {}['key']\n\nlook()\n",
        end: End::Exited(1),
        says: "/main.py\", line 4, in look\n    return {}['key']\n",
        broken: None,
    },
    Wrong {
        language: "javascript",
        fails: "console.log('before');\nnull.name;\n",
        end: End::Exited(1),
        says: "/main.js:2\nnull.name;\n     ^\n",
        broken: None,
    },
    Wrong {
        language: "typescript",
        fails: "console.log('before');\nconst name: string = 'no';\nthrow new Error(name);\n",
        end: End::Exited(1),
        says: "/main.ts:3:7",
        broken: Some((
            "const count: number = 'one';\n",
            "main.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.",
        )),
    },
    Wrong {
        language: "ruby",
        fails: "puts 'before'\nnil.upcase\n",
        end: End::Exited(1),
        says: "main.rb:2:in `<main>': undefined method `upcase' for nil",
        broken: None,
    },
    Wrong {
        language: "perl",
        fails: "print \"before\\n\";\ndie 'no';\n",
        end: End::Exited(255),
        says: "no at main.pl line 2.\n",
        broken: None,
    },
    Wrong {
        language: "php",
        fails: "<?php\necho \"before\\n\";\nintdiv(1, 0);\n",
        end: End::Exited(255),
        says: "/main.php:3\nStack trace:\n#0 ",
        broken: None,
    },
    Wrong {
        language: "lua",
        fails: "print('before')\nerror('no')\n",
        end: End::Exited(1),
        says: "lua: main.lua:2: no\n",
        broken: None,
    },
    Wrong {
        language: "bash",
        fails: "echo before\nno-such-tool\n",
        end: End::Exited(127),
        says: "main.sh: line 2: no-such-tool: command not found\n",
        broken: None,
    },
    Wrong {
        language: "sh",
        fails: "echo before\nno-such-tool\n",
        end: End::Exited(127),
        says: "main.sh: 2: no-such-tool: not found\n",
        broken: None,
    },
    Wrong {
        language: "rust",
        fails: "fn main() {\n    println!(\"before\");\n    let none: Option<i32> = None;\n    \
                none.unwrap();\n}\n",
        end: End::Exited(101),
        says: "main.rs:4:10:\ncalled `Option::unwrap()` on a `None` value\n",
        broken: Some((
            "fn main() {\n    let count: i32 = \"one\";\n}\n",
            "error[E0308]: mismatched",
        )),
    },
    Wrong {
        language: "c",
        fails: "#include <stdio.h>\n#include <stdlib.h>\n\nint main(void) {\n    \
                printf(\"before\\n\");\n    abort();\n}\n",
        end: End::Signalled(6),
        says: "",
        broken: Some(("int main(void) {\n    return count;\n}\n", "main.c:2:12: error: ")),
    },
    Wrong {
        language: "cpp",
        fails: "#include <iostream>\n#include <stdexcept>\n\nint main() {\n    \
                std::cout << \"before\\n\";\n    throw std::runtime_error(\"no\");\n}\n",
        end: End::Signalled(6),
        says: "  what():  no\n",
        broken: Some(("int main() {\n    return count;\n}\n", "main.cpp:2:12: error: ")),
    },
    Wrong {
        language: "go",
        fails: "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Println(\"before\")\n\t\
                var none *int\n\tfmt.Println(*none)\n}\n",
        end: End::Exited(2),
        says: "/main.go:8 +",
        broken: Some((
            "package main\n\nfunc main() {\n\tcount := 1\n}\n",
            "main.go:4:2: count declared",
        )),
    },
    Wrong {
        language: "java",
        fails: "public class Look {\n    public static void main(String[] arguments) {\n        \
                System.out.println(\"before\");\n        System.out.println(1 / \
                (arguments.length));\n    }\n}\n",
        end: End::Exited(1),
        says: "\tat Look.main(Look.java:4)\n",
        broken: Some((
            "class Main {\n    int count = \"one\";\n}\n",
            "Main.java:2: error: incompatible types: String cannot be converted to int\n",
        )),
    },
    Wrong {
        language: "sql",
        fails: "SELECT 'before';\nSELECT name FROM nobody;\n",
        end: End::Exited(1),
        says: "near line 2: no such table: nobody",
        broken: None,
    },
];

/// How programs of a language are run here.
struct Place<'r> {
    runner: &'r Runner,
    toolchain: Toolchain,
    dir: tempfile::TempDir,
}

/// What became of a program.
struct Ran {
    compiled: Option<Finished>,
    ran: Option<Finished>,
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}

/// The environment of this process, with the tools that were installed for tests.
fn environment() -> BTreeMap<String, OsString> {
    let mut variables: BTreeMap<String, OsString> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .collect();
    let path = variables.remove("PATH").unwrap();
    let own = checkout().join("target/tmp/node_modules/.bin");
    let path = std::env::join_paths(std::env::split_paths(&path).chain([own])).unwrap();
    variables.insert("PATH".to_owned(), path);
    variables
}

/// A jail in which `read` can be read and `write` written.
fn jail(read: Vec<PathBuf>, write: Vec<PathBuf>, changes_modes: bool) -> Jail {
    let launcher = PathBuf::from(env!("CARGO_BIN_EXE_mdbook-predict"));
    let [shares_memory, is_required] = [false, true];
    Jail { launcher, read, write, shares_memory, changes_modes, is_required }
}

impl<'r> Place<'r> {
    fn new(
        runner: &'r Runner,
        environment: &BTreeMap<String, OsString>,
    ) -> Result<Self, NoToolchain> {
        let dir = tempfile::tempdir().unwrap();
        for name in ["asked", "support", "cache", "program"] {
            std::fs::create_dir(dir.path().join(name)).unwrap();
        }
        let stop = Stop::new().unwrap();
        let surroundings = Surroundings {
            environment,
            directory: &dir.path().join("asked"),
            support: &dir.path().join("support"),
            jail: Some(jail(vec!["/".into()], vec![dir.path().join("asked")], false)),
            run: &|job| run(job, &stop),
        };
        let toolchain = find(runner, &surroundings)?;
        Ok(Place { runner, toolchain, dir })
    }

    fn run(&self, program: &str, joins_streams: bool) -> Ran {
        let dir = tempfile::tempdir_in(self.dir.path().join("program")).unwrap();
        let root = dir.path().canonicalize().unwrap();
        let support = self.toolchain.support.clone().unwrap_or_default();
        let places = RunPlaces::new(self.runner, program, &root, &support, "2024");
        std::fs::write(root.join(places.file()), program).unwrap();
        let compiled = self.toolchain.compile(self.runner, &places);
        let compiled = compiled.map(|command| self.step(command, &root, true, joins_streams));
        let is_made = compiled.as_ref().is_none_or(|compiled| compiled.end == End::Exited(0));
        let command = self.toolchain.run(self.runner, &places);
        let ran = is_made.then(|| self.step(command, &root, false, joins_streams));
        Ran { compiled, ran }
    }

    fn step(
        &self,
        command: StepCommand,
        root: &Path,
        compiles: bool,
        joins_streams: bool,
    ) -> Finished {
        let mut environment: BTreeMap<String, OsString> = BTreeMap::from([
            ("PATH".to_owned(), std::env::join_paths(&self.toolchain.path).unwrap()),
            ("HOME".to_owned(), root.into()),
            ("TMPDIR".to_owned(), root.into()),
            ("LC_ALL".to_owned(), "C.UTF-8".into()),
            ("NO_COLOR".to_owned(), "1".into()),
        ]);
        let own = self.runner.environment.iter();
        environment.extend(own.map(|(name, value)| (name.clone(), value.into())));
        let mut write = vec![root.to_owned()];
        if let (Some(name), true) = (&self.runner.cache, compiles) {
            let cache = self.dir.path().join("cache");
            environment.insert(name.clone(), cache.clone().into());
            write.push(cache);
        }
        let time = command.time.unwrap_or(Duration::from_secs(60));
        let job = Job {
            executable: command.executable,
            arguments: command.arguments.into_iter().map(OsString::from).collect(),
            environment,
            directory: root.to_owned(),
            stdin: None,
            joins_streams,
            limits: Limits { time, output: 1 << 20 },
            jail: Some(jail(self.toolchain.read.clone(), write, compiles)),
        };
        run(&job, &Stop::new().unwrap()).unwrap()
    }
}

impl Ran {
    /// What it printed; it has to end well, and the compiler to say nothing.
    fn output(self, language: &str) -> String {
        let compiled = self.compiled.map(|compiled| text(&compiled.stderr)).unwrap_or_default();
        let ran = self.ran.unwrap_or_else(|| panic!("{language}: {compiled}"));
        assert_eq!(ran.end, End::Exited(0), "{language}: {}", text(&ran.stderr));
        assert_eq!((&*compiled, &*text(&ran.stderr)), ("", ""), "{language}");
        text(&ran.stdout)
    }
}

/// Calls `with` for each preset whose tools are here; with `CI` set, that has to be all of them.
fn each_preset(with: impl Fn(&Place<'_>)) {
    let environment = environment();
    let mut not_run = Vec::new();
    for runner in presets() {
        match Place::new(runner, &environment) {
            Ok(place) => with(&place),
            Err(NoToolchain::Missing { language, .. }) => not_run.push(language),
            Err(error) => panic!("{error}"),
        }
    }
    if !not_run.is_empty() {
        let languages = not_run.join(", ");
        assert!(std::env::var_os("CI").is_none(), "nobody here runs programs in {languages}");
        let _ = writeln!(std::io::stderr(), "not run: programs in {languages}");
    }
    assert!(not_run.len() < presets().len());
}

/// What each preset has to do, and that there is something for each.
#[test]
fn every_preset_runs_programs_in_the_sandbox() {
    each_preset(|place| {
        let language = &*place.runner.language;
        let right = PROGRAMS.iter().find(|programs| programs.language == language).unwrap();
        assert_eq!(place.run(right.broken, false).output(language), "6\n", "{language}");
        assert_eq!(place.run(right.fixed, false).output(language), "7\n", "{language}");
        let wrong = WRONG.iter().find(|wrong| wrong.language == language).unwrap();
        let ran = place.run(wrong.fails, false);
        let ran = ran.ran.unwrap_or_else(|| panic!("{language}: {:?}", ran.compiled));
        let said = format!("{}{}", text(&ran.stdout), text(&ran.stderr));
        assert_eq!(ran.end, wrong.end, "{language}: {said}");
        assert!(said.starts_with("before\n"), "{language}: {said}");
        assert!(said.contains(wrong.says), "{language}: {said}");
        assert_eq!(wrong.broken.is_some(), place.runner.compile.is_some(), "{language}");
        let Some((program, says)) = wrong.broken else { return };
        let ran = place.run(program, false);
        let compiled = ran.compiled.unwrap();
        assert!(ran.ran.is_none(), "{language}: {compiled:?}");
        let said = format!("{}{}", text(&compiled.stdout), text(&compiled.stderr));
        assert!(said.contains(says), "{language}: {said}");
    });
}

/// Programs print line by line, as on a terminal, also where nobody watches: what they say of
/// errors stands where it belongs.
#[test]
fn lines_come_in_the_order_in_which_they_are_printed() {
    let programs = [
        ("python", "import sys\nprint(1)\nprint(2, file=sys.stderr)\nprint(3)\n"),
        ("javascript", "console.log(1);\nconsole.error(2);\nconsole.log(3);\n"),
        ("typescript", "console.log(1);\nconsole.error(2);\nconsole.log(3);\n"),
        ("ruby", "puts 1\nwarn 2\nputs 3\n"),
        ("perl", "print \"1\\n\";\nwarn \"2\\n\";\nprint \"3\\n\";\n"),
        ("php", "<?php echo \"1\\n\"; fwrite(STDERR, \"2\\n\"); echo \"3\\n\";\n"),
        ("lua", "print(1)\nio.stderr:write('2\\n')\nprint(3)\n"),
        ("bash", "echo 1\necho 2 >&2\necho 3\n"),
        ("sh", "echo 1\necho 2 >&2\necho 3\n"),
        ("rust", "println!(\"1\");\neprintln!(\"2\");\nprintln!(\"3\");\n"),
        ("c", "printf(\"1\\n\");\nfprintf(stderr, \"2\\n\");\nprintf(\"3\\n\");\n"),
        ("cpp", "std::cout << \"1\\n\";\nstd::cerr << \"2\\n\";\nstd::cout << \"3\\n\";\n"),
        ("go", "fmt.Println(1)\nfmt.Fprintln(os.Stderr, 2)\nfmt.Println(3)\n"),
        ("java", "System.out.println(1);\nSystem.err.println(2);\nSystem.out.println(3);\n"),
    ];
    each_preset(|place| {
        let language = &*place.runner.language;
        let Some((_, lines)) = programs.iter().find(|(name, _)| *name == language) else {
            return assert_eq!(language, "sql", "which has nothing to say but results");
        };
        let program = match language {
            "rust" => format!("fn main() {{\n{lines}}}\n"),
            "c" => format!("#include <stdio.h>\nint main(void) {{\n{lines}}}\n"),
            "cpp" => format!("#include <iostream>\nint main() {{\n{lines}}}\n"),
            "go" => {
                format!("package main\nimport (\n\"fmt\"\n\"os\"\n)\nfunc main() {{\n{lines}}}\n")
            }
            "java" => format!(
                "class A {{ static void main2() {{}} }}\nclass B {{\npublic static \
                               void main(String[] arguments) {{\n{lines}}} }}\n"
            ),
            _ => (*lines).to_owned(),
        };
        let ran = place.run(&program, true).ran.unwrap();
        assert_eq!(text(&ran.stdout), "1\n2\n3\n", "{language}");
    });
}

/// A tool that stands in for another is run as that one, and a version is whole numbers.
#[test]
fn tools_are_found_as_they_really_are() {
    let environment = environment();
    let place = match Place::new(preset("python").unwrap(), &environment) {
        Ok(place) => place,
        Err(error) => return not_here(&error),
    };
    let program = "import os, sys\nprint(os.path.realpath(sys.executable))\n";
    let real = place.run(program, false).output("python");
    let interpreter = place.toolchain.interpreter.as_ref().unwrap();
    assert_eq!(interpreter.canonicalize().unwrap(), Path::new(real.trim()));
    let version = place.toolchain.version.as_ref().unwrap();
    assert!(version.starts_with("Python 3."), "{version}");
    let other = Runner { required_version: Some("2".to_owned()), ..place.runner.clone() };
    let error = Place::new(&other, &environment).map(|_| ()).unwrap_err().to_string();
    assert!(error.starts_with("version 2 of python is required, and "), "{error}");
    assert!(
        error.contains(&format!("says “{version}”; install that version, or change")),
        "{error}"
    );
}

/// What is missing has its name.
#[test]
fn a_missing_tool_is_named() {
    let (config, found) = read_config(
        "[preprocessor.predict.run.cobol]\nrun = [\"no-such-cobol\", \"{file}\"]\n\n\
         [preprocessor.predict.run.python]\nprobe = [\"sh\", \"-c\", \"echo nowhere\"]\n",
    );
    assert_eq!(found, []);
    let error = |language: &str| {
        let runner = for_language(language, &config.runners).unwrap();
        Place::new(runner, &environment()).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(
        error("COBOL"),
        "nothing here runs programs in cobol: there is no `no-such-cobol` in `PATH`; install it, or \
         name another tool in `run` or `compile` of `[preprocessor.predict.run.cobol]`"
    );
    let said = error("py");
    assert!(
        said.ends_with("mend or remove `probe` in `[preprocessor.predict.run.python]`"),
        "{said}"
    );
}

fn read_config(toml: &str) -> (Config, Vec<Diagnostic>) {
    config::read(&BookToml::of_file(toml).unwrap())
}

fn not_here(error: &NoToolchain) {
    assert!(std::env::var_os("CI").is_none(), "{error}");
    let _ = writeln!(std::io::stderr(), "not run: {error}");
}

/// A book changes a preset key by key, and adds languages.
#[test]
fn a_book_changes_presets_and_adds_languages() {
    let (config, found) = read_config(
        "[preprocessor.predict.run.python]\nrun = [\"python3.12\", \"-O\", \"{file}\"]\n\
         timeout = 2.5\nrequire-version = \"3.12\"\nallow-read = [\"~/data\"]\nwords = [\"Py3\"]\n\
         env = { A = \"1\" }\nshm = true\n\n\
         [preprocessor.predict.run.zig]\ncompile = [\"zig\", \"build-exe\", \"{file}\"]\n\
         compile-timeout = 90\ncache = \"ZIG_GLOBAL_CACHE_DIR\"\nprobe = [\"{tool}\", \"env\"]\n\n\
         [preprocessor.predict.run.typescript]\ncompile = []\n\n\
         [preprocessor.predict.run.zsh]\nrun = [\"zsh\", \"-f\", \"{file}\"]\n",
    );
    assert_eq!(found, []);
    let python = for_language("py3", &config.runners).unwrap();
    let usual = preset("python").unwrap();
    assert_eq!((&python.file, &python.version), (&usual.file, &usual.version));
    assert_eq!(python.run.tools, ["python3.12"]);
    assert_eq!(python.run.arguments, ["-O", "{file}"]);
    assert_eq!(
        (&python.run.probe, python.run.time),
        (&usual.run.probe, Some(Duration::from_millis(2500)))
    );
    assert_eq!(python.required_version.as_deref(), Some("3.12"));
    assert_eq!(python.allow_read, ["~/data"]);
    assert!(python.shares_memory && python.is_called("python3"));
    assert_eq!(python.environment.len(), usual.environment.len() + 1);
    let zig = for_language("zig", &config.runners).unwrap();
    let compile = zig.compile.as_ref().unwrap();
    assert_eq!(
        (&*zig.file, &*compile.tools, &*zig.run.tools),
        ("main.zig", &["zig".to_owned()][..], &[][..])
    );
    assert_eq!(
        (zig.cache.as_deref(), compile.time),
        (Some("ZIG_GLOBAL_CACHE_DIR"), Some(Duration::from_secs(90)))
    );
    assert!(compile.probe.as_ref().unwrap().is_own);
    assert_eq!(for_language("ts", &config.runners).unwrap().compile, None);
    assert_eq!(for_language("zsh", &config.runners).unwrap().run.arguments, ["-f", "{file}"]);
    assert_eq!(for_language("rs", &config.runners), preset("rust"));
    for word in ["text", "console", "json", "output", "", "zsh"] {
        assert_eq!(preset(word), None, "{word}");
    }
    let words: Vec<&String> = presets()
        .iter()
        .flat_map(|runner| [&runner.language].into_iter().chain(&runner.words))
        .collect();
    let different: std::collections::BTreeSet<&&String> = words.iter().collect();
    assert_eq!(different.len(), words.len(), "no word means two languages");
}

/// A command as it stands in the guide.
fn line(step: &Step) -> String {
    let first = step.tools.first().map_or("{exe}", |tool| tool);
    let quoted = |word: &str| match word.contains([' ', ';', '(']) {
        true => format!("'{}'", word.replace('\'', "\"")),
        false => word.to_owned(),
    };
    let words = [first].into_iter().chain(step.arguments.iter().map(|argument| &**argument));
    words.map(quoted).collect::<Vec<_>>().join(" ")
}

/// What the guide says of a preset: a row of its table, and its commands.
fn documented(runner: &Runner) -> [String; 2] {
    let list = |words: &mut dyn Iterator<Item = &String>, between: &str| {
        words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(between)
    };
    let words = list(&mut [&runner.language].into_iter().chain(&runner.words), ", ");
    let tools = runner.steps().filter(|step| !step.tools.is_empty());
    let tools: Vec<String> = tools.map(|step| list(&mut step.tools.iter(), " or ")).collect();
    let row = format!("| {words} | `{}` | {} |\n", runner.file, tools.join(", then "));
    let own = runner.environment.iter().map(|(name, value)| format!("  {name}={value}\n"));
    let steps = runner.steps().map(|step| format!("  {}\n", line(step)));
    [row, format!("{}\n{}", runner.language, own.chain(steps).collect::<String>())]
}

/// The guide has the very commands.
#[test]
fn the_guide_has_every_runner() {
    let page = std::fs::read_to_string(checkout().join("book/src/runners.md")).unwrap();
    let documented: Vec<[String; 2]> = presets().iter().map(documented).collect();
    for part in [0, 1] {
        let whole: String = documented.iter().map(|parts| &*parts[part]).collect();
        assert!(page.contains(&whole), "runners.md should have:\n{whole}");
    }
}
