//! The files of the script that know nothing of a page, run by an engine that has none.
//!
//! A table of rows is judged in one call, within milliseconds:
//!
//! ```ignore
//! let verdicts = evaluate(&["predict/comparing.js"], "rows => rows.map(row => …)", &json!(ROWS));
//! ```

mod comparing;
mod wildcard;

use rquickjs::{CatchResultExt as _, Context, Runtime};
use serde_json::Value;

use crate::made::scripts;

/// What `function` returns for `argument` behind the text of `files`, which are named from
/// `src/assets`.
pub(crate) fn evaluate(files: &[&str], function: &str, argument: &Value) -> Value {
    let texts: Vec<String> =
        scripts().filter(|(name, _)| files.contains(name)).map(|(_, text)| text).collect();
    assert_eq!(texts.len(), files.len(), "a file of {files:?} is not there");
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
