//! Scripts made short: without the spaces that mean nothing, and with short names for what a script
//! defines at its top level and for itself alone.
//!
//! It relies on the rules at the top of `predict/words.js`: strings stand between double quotes,
//! statements end with semicolons, and comments are gone.

use std::collections::{HashMap, HashSet};

/// What a piece of a script is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenRole {
    /// A name, a keyword or a number.
    Word,
    /// A string or a regular expression.
    Literal,
    Space,
    Sign,
}

type ScriptToken<'s> = (TokenRole, &'s str);

/// `script` with the same meaning in fewer bytes.
pub(super) fn shortened(script: &str) -> String {
    let tokens = tokens(script);
    let names = short_names(script, &tokens);
    let mut out = String::with_capacity(script.len());
    for (at, (role, text)) in tokens.iter().enumerate() {
        match role {
            TokenRole::Space => out.push_str(space(at, &tokens)),
            TokenRole::Word => out.push_str(names.get(text).map_or(text, String::as_str)),
            TokenRole::Literal | TokenRole::Sign => out.push_str(text),
        }
    }
    out
}

fn tokens(script: &str) -> Vec<ScriptToken<'_>> {
    let mut tokens = Vec::new();
    let mut rest = script;
    let mut before = "";
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let (role, length) = match first {
            '"' => (TokenRole::Literal, literal(rest)),
            '/' if may_begin_pattern(before) => (TokenRole::Literal, literal(rest)),
            c if c.is_whitespace() => (TokenRole::Space, run(char::is_whitespace)),
            c if is_word(c) => (TokenRole::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
            c => (TokenRole::Sign, c.len_utf8()),
        };
        let (token, after) = rest.split_at(length);
        if role != TokenRole::Space {
            before = token;
        }
        tokens.push((role, token));
        rest = after;
    }
    tokens
}

/// Whether a stroke behind `before` begins a regular expression and does not divide.
fn may_begin_pattern(before: &str) -> bool {
    before == "return" || before.chars().all(|c| !c.is_alphanumeric() && !")]\"_".contains(c))
}

/// The length of the string or the regular expression that `text` begins with.
fn literal(text: &str) -> usize {
    let end = text.as_bytes()[0];
    let (mut is_escaped, mut is_in_class) = (false, false);
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'[' if end == b'/' => is_in_class = true,
            b']' => is_in_class = false,
            _ if byte == end && !is_in_class => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// What is left of the space at `at`: what keeps words apart, signs from becoming others, and a
/// comparison from looking like a tag.
fn space(at: usize, tokens: &[ScriptToken<'_>]) -> &'static str {
    let (Some((role, before)), Some((next_role, after))) =
        (at.checked_sub(1).map(|at| tokens[at]), tokens.get(at + 1))
    else {
        return "";
    };
    let are_words = role == TokenRole::Word && *next_role == TokenRole::Word;
    let is_sign = before == *after && ["+", "-", "{"].contains(&before);
    match before {
        ";" if tokens[at].1.contains('\n') => "\n",
        "<" => " ",
        _ if are_words || is_sign => " ",
        _ => "",
    }
}

/// A short name for each name that the script defines at its top level, unless a property may have
/// the same.
fn short_names<'s>(script: &'s str, tokens: &[ScriptToken<'s>]) -> HashMap<&'s str, String> {
    let properties = properties(tokens);
    let words: HashSet<&str> = tokens.iter().map(|(_, text)| *text).collect();
    let is_free = |name: &String| !words.contains(name.as_str()) && name != "do" && name != "in";
    let mut free = (0..).map(name).filter(is_free);
    let mut names = HashMap::new();
    for line in script.lines() {
        let defined = line.strip_prefix("const ").or_else(|| line.strip_prefix("let "));
        let Some(defined) = defined.and_then(|rest| rest.split([' ', ';']).next()) else {
            continue;
        };
        if !properties.contains(defined) && defined.len() > 2 {
            names.insert(defined, free.next().expect("there are names without end"));
        }
    }
    names
}

/// The words that are properties somewhere, or may be.
fn properties<'s>(tokens: &[ScriptToken<'s>]) -> HashSet<&'s str> {
    let tokens: Vec<_> = tokens.iter().filter(|(role, _)| *role != TokenRole::Space).collect();
    let text = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |token| token.1);
    let mut open = Vec::new();
    let mut found = HashSet::new();
    for (at, (role, token)) in tokens.iter().enumerate() {
        match *token {
            _ if *role == TokenRole::Word => {
                let (before, after) = (text(at.checked_sub(1)), text(Some(at + 1)));
                let is_spread = text(at.checked_sub(2)) == ".";
                let is_key = open.last() == Some(&"{")
                    && ["{", ","].contains(&before)
                    && [",", "}", ":", "="].contains(&after);
                if is_key || (before == "." && !is_spread) {
                    found.insert(*token);
                }
            }
            "{" | "(" | "[" if *role == TokenRole::Sign => open.push(*token),
            "}" | ")" | "]" if *role == TokenRole::Sign => drop(open.pop()),
            _ => {}
        }
    }
    found
}

/// The name of this number: `a` to `z`, then `aa` and so on.
fn name(number: usize) -> String {
    let last = char::from(b'a' + u8::try_from(number % 26).unwrap_or(0));
    let first = if number >= 26 { name(number / 26 - 1) } else { String::new() };
    format!("{first}{last}")
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn spaces_go_unless_they_mean_something() {
        let script = "if (i < length / 2) return \"a  b\";\nf( + + 1, / \\/ [/ ] /gu, { {x} });";
        let short = "if(i< length/2)return\"a  b\";\nf(+ +1,/ \\/ [/ ] /gu,{ {x}});";
        assert_eq!(shortened(script), short);
    }

    #[test]
    fn names_are_short_unless_they_are_properties() {
        let script = "const word = a => a;\nlet other;\nconst size = { size, word: 1, deep: other };\n\
                      const last = [word, other, ...last];\nconst long = last(\"last\").long;";
        let short = "const word=a=>a;\nlet b;\nconst size={size,word:1,deep:b};\n\
                     const c=[word,b,...c];\nconst long=c(\"last\").long;";
        assert_eq!(shortened(script), short);
    }
}
