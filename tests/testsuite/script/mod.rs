//! The files of the script that know nothing of a page, run by an engine that has none.
//!
//! A table of rows is judged in one call, within milliseconds:
//!
//! ```ignore
//! let verdicts = evaluate(&["predict/comparing.js"], "rows => rows.map(row => …)", &json!(ROWS));
//! ```

mod comparing;

use rquickjs::{CatchResultExt as _, Context, Runtime};
use serde_json::Value;

use crate::support::checkout;

/// What `function` returns for `argument` behind the text of `files`, which are named from
/// `src/assets`, in the order in which they use each other.
pub(crate) fn evaluate(files: &[&str], function: &str, argument: &Value) -> Value {
    let read = |name: &&str| std::fs::read_to_string(checkout().join("src/assets").join(name));
    let texts: Vec<String> = files.iter().map(|name| read(name).unwrap()).collect();
    let script = format!(
        "(() => {{\n\"use strict\";\n{}\nreturn JSON.stringify(({function})({argument}));\n}})()",
        texts.concat()
    );
    let context = Context::full(&Runtime::new().unwrap()).unwrap();
    let result = context.with(|context| {
        let result = context.eval::<String, _>(script).catch(&context);
        result.unwrap_or_else(|error| panic!("{files:?}: {error}"))
    });
    serde_json::from_str(&result).unwrap()
}
