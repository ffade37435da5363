//! How the book has programs run: `[preprocessor.predict.run.LANGUAGE]`. It changes a preset key by
//! key, or adds a language.

use serde_json::Value;

use crate::chapter::{first_word, nearest};
use crate::runner::{PLACEHOLDERS, Probe, Runner, Step, preset, presets};

use super::section::Section;
use super::table::PredictTable;

/// The key of the tables.
const RUN: &str = "run";

/// The keys of a runner.
pub(super) const KEYS: [&str; 13] = [
    "run",
    "compile",
    "file",
    "words",
    "probe",
    "version",
    "require-version",
    "env",
    "allow-read",
    "shm",
    "cache",
    "timeout",
    "compile-timeout",
];

/// What to write where there is no table.
const WRITE_A_TABLE: &str =
    "write `[preprocessor.predict.run.LANGUAGE]`, and `run = [\"TOOL\", \"{file}\"]` under it";

/// What to write where there is no command.
const WRITE_A_COMMAND: &str = "write the tool and each argument as a text of its own: \
                               `[\"python3\", \"{file}\"]`; no shell reads it";

/// What may stand first in a command, beside a tool.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    /// What the compiler made.
    Made,
    /// The tool of the first step.
    Asked,
    /// Nothing else.
    Tool,
}

/// The runners that the book changes or adds.
pub(super) fn runners(predict: &mut PredictTable<'_>) -> Vec<Runner> {
    let Some(value) = predict.get(RUN) else { return Vec::new() };
    let Some(table) = value.as_object() else {
        predict.refuse_value(&[], RUN, "a table for each language", WRITE_A_TABLE);
        return Vec::new();
    };
    table.iter().filter_map(|(name, value)| runner(predict, name, value)).collect()
}

fn runner<'a>(predict: &mut PredictTable<'a>, name: &'a str, value: &'a Value) -> Option<Runner> {
    if name.is_empty() || first_word(name) != name {
        let help = "use the word behind the fences of this language, such as `python`";
        predict.refuse_value(&[RUN], name, "another name", help);
        return None;
    }
    let known = preset(name);
    if let Some(known) = known.filter(|known| !known.language.eq_ignore_ascii_case(name)) {
        let language = &known.language;
        let help = format!("`{name}` is another word for `{language}`, and run like it");
        predict.refuse_value(&[RUN], name, &format!("the name `{language}`"), &help);
        return None;
    }
    let mut section = Section::new(predict, &[RUN, name], value, &KEYS, WRITE_A_TABLE)?;
    let mut runner = match known {
        Some(known) => known.clone(),
        None if section.has("run") || section.has("compile") => {
            let language = name.to_lowercase();
            Runner::new(&language, &format!("main.{language}"), Step::default())
        }
        None => {
            refuse_language(predict, name);
            return None;
        }
    };
    commands(&mut section, &mut runner);
    questions(&mut section, &mut runner);
    files(&mut section, &mut runner);
    Some(runner)
}

/// Says that a language without a preset needs a command, or is meant for another one.
fn refuse_language(predict: &mut PredictTable<'_>, name: &str) {
    let languages: Vec<&str> = presets().iter().map(|runner| &*runner.language).collect();
    match nearest(name, languages.iter().copied()) {
        Some(_) => predict.refuse_key(&[RUN], name, &languages),
        None => predict.refuse_value(&[RUN], name, "a command in `run`", WRITE_A_COMMAND),
    }
}

/// The steps, and how long they may take.
fn commands(section: &mut Section<'_, '_>, runner: &mut Runner) {
    if let Some(command) = command(section, "compile", First::Tool) {
        let probe = runner.compile.take().and_then(|step| step.probe);
        runner.compile = step(command).map(|step| Step { probe, ..step });
    }
    match command(section, "run", First::Made) {
        Some(command) if command.is_empty() => {
            section.refuse("run", "a command that is not empty", WRITE_A_COMMAND);
        }
        Some(command) => {
            let probe = runner.run.probe.take();
            runner.run = Step { probe, ..step(command).unwrap_or_default() };
        }
        None => {}
    }
    if runner.run.tools.is_empty() && runner.compile.is_none() {
        let key = if section.has("run") { "run" } else { "compile" };
        let help = "`{exe}` is what the command in `compile` makes";
        section.refuse(key, "a command that runs something", help);
    }
    if let Some(time) = section.seconds("timeout") {
        runner.run.time = Some(time);
    }
    match (section.seconds("compile-timeout"), &mut runner.compile) {
        (Some(time), Some(step)) => step.time = Some(time),
        (Some(_), None) => {
            section.refuse("compile-timeout", "a language that is compiled", "leave it out");
        }
        (None, _) => {}
    }
}

/// The step that `command` is; nothing where it is empty.
fn step(command: Vec<String>) -> Option<Step> {
    let (first, arguments) = command.split_first()?;
    let tools = if first == "{exe}" { Vec::new() } else { vec![first.clone()] };
    Some(Step { tools, arguments: arguments.to_vec(), ..Step::default() })
}

/// What the tools are asked.
fn questions(section: &mut Section<'_, '_>, runner: &mut Runner) {
    if let Some(command) = command(section, "probe", First::Asked) {
        let probe = Probe { command, key: None, is_own: true };
        let probe = Some(probe).filter(|probe| !probe.command.is_empty());
        runner.compile.as_mut().unwrap_or(&mut runner.run).probe = probe;
    }
    if let Some(command) = command(section, "version", First::Asked) {
        runner.version = Some(command).filter(|command| !command.is_empty());
    }
    let version = |value: &Value| {
        let version = value.as_str()?;
        let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        version.split('.').all(is_number).then(|| version.to_owned())
    };
    let help = "write the numbers that the version has to begin with: `\"3.12\"`";
    let required = section.read("require-version", version, "a version", help);
    if required.is_some() && runner.version.is_none() {
        let help = "add the command that prints it: `version = [\"{tool}\", \"--version\"]`";
        section.refuse("require-version", "a language whose version is known", help);
    }
    runner.required_version = required;
}

/// The files, the environment, and the words of the language.
fn files(section: &mut Section<'_, '_>, runner: &mut Runner) {
    let name = |value: &Value| value.as_str().filter(|name| is_file_name(name)).map(str::to_owned);
    let help = "write a name such as `\"main.py\"`: the file stands in the program's own directory";
    let file = section.read("file", name, "the name of a file, without a directory", help);
    runner.file = file.unwrap_or_else(|| runner.file.clone());
    let is_word = |word: &str| !word.is_empty() && first_word(word) == word;
    let help = "write the words that stand behind your fences: `[\"py\"]`";
    let words = section.texts("words", is_word, "a list of words", help).unwrap_or_default();
    runner.words.extend(words.iter().map(|word| word.to_lowercase()));
    let help = "write absolute paths, or such as begin with `~/`; to keep nothing from programs, \
                there is `sandbox = \"off\"`";
    let paths = section.texts("allow-read", is_path, "a list of paths", help);
    runner.allow_read.extend(paths.unwrap_or_default());
    let help = "write `[preprocessor.predict.run.LANGUAGE.env]`, and `NAME = \"value\"` under it; \
                `PATH` comes from the tools";
    let variables = section.table_of_texts("env", is_variable, "a table of texts by name", help);
    runner.environment.extend(variables.unwrap_or_default());
    let name =
        |value: &Value| value.as_str().filter(|name| is_variable(name, "")).map(str::to_owned);
    let help = "write the variable that names the directory to the compiler: `\"GOCACHE\"`";
    if let Some(name) = section.read("cache", name, "the name of a variable", help) {
        runner.cache = Some(name);
    }
    if let Some(shares) = section.switch("shm", "leave it out to keep processes apart") {
        runner.shares_memory = shares;
    }
}

/// The value of `key`, which must be a command: a tool, and its arguments.
fn command(section: &mut Section<'_, '_>, key: &str, first: First) -> Option<Vec<String>> {
    let wanted = "a list of texts";
    let command = section.texts(key, |text| !text.contains('\0'), wanted, WRITE_A_COMMAND)?;
    let own = [("{exe}", First::Made), ("{tool}", First::Asked)];
    let is_tool = |word: &str| {
        own.contains(&(word, first)) || std::path::Path::new(word).is_absolute() || is_bare(word)
    };
    if !command.first().is_none_or(|word| is_tool(word)) {
        let help = "name a tool that is found in `PATH`, or write an absolute path: what stands in \
                    the book's own directory is not run";
        section.refuse(key, "a tool first", help);
        return None;
    }
    let meant = command.iter().find_map(|word| Some((word, meant_placeholder(word)?)));
    if let Some((word, meant)) = meant {
        section.refuse(
            key,
            &format!("another word than `{word}`"),
            &format!("did you mean `{meant}`?"),
        );
        return None;
    }
    Some(command)
}

/// The placeholder that `word` is nearly.
fn meant_placeholder(word: &str) -> Option<&'static str> {
    let name = word.strip_prefix('{')?.strip_suffix('}')?;
    let names = PLACEHOLDERS.map(|name| &name[1..name.len() - 1]);
    let meant = nearest(name, names).filter(|meant| *meant != name)?;
    PLACEHOLDERS.into_iter().find(|placeholder| placeholder[1..].starts_with(meant))
}

/// Whether `word` is a name, and no path.
fn is_bare(word: &str) -> bool {
    !word.is_empty() && !word.contains(['/', '\\', '{', '\n']) && !word.starts_with('-')
}

/// Whether `name` names a file in a directory and leads nowhere else.
fn is_file_name(name: &str) -> bool {
    let is_plain = |c: char| !c.is_control() && !"/\\:".contains(c);
    !matches!(name, "" | "." | "..") && !name.starts_with('-') && name.chars().all(is_plain)
}

/// Whether `path` is absolute or in the home directory, and not all of either.
fn is_path(path: &str) -> bool {
    let path = std::path::Path::new(path);
    let is_normal = |part| matches!(part, std::path::Component::Normal(_));
    let names = path.components().filter(|part| is_normal(*part)).count();
    let leads_up = path.components().any(|part| part == std::path::Component::ParentDir);
    let is_home = path.starts_with("~");
    !leads_up && (path.is_absolute() || is_home) && names > usize::from(is_home)
}

/// Whether `name` can be a variable of the environment with this value.
fn is_variable(name: &str, value: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    begins && name.chars().all(is_letter) && name != "PATH" && !value.contains('\0')
}
