//! What readers say of programs that fail, and of some that do not: which verdict it gets.
//!
//! The outputs are as the languages really print them, and the facts about them are found by the
//! program itself. The rows up to the rule are those of the study that the rules come from.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::driver::{Browser, Driver, Window, in_browser};
use super::page::{ENGINES, Page};
use crate::support::{BookDir, our_chapters, preprocessor_table};

/// What a program does, as its author writes it, and what readers of books in some language type,
/// with the verdict.
type Program = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

const KEY_ERROR: &str = "```output
start
```
```output {stream=stderr exit=1}
Traceback (most recent call last):
  File \"x.py\", line 3, in <module>
    print(stock[\"b\"])
          ~~~~~^^^^^
KeyError: 'b'
```";

const SYNTAX_ERROR: &str = "```output {stream=stderr exit=1}
  File \"x.py\", line 1
    x = = 1
        ^
SyntaxError: invalid syntax
```";

const SEAT_TAKEN: &str = "```output {stream=stderr exit=1}
Traceback (most recent call last):
  File \"x.py\", line 9, in <module>
    book(\"3B\")
SeatTaken: 3B
```";

const NULL_F: &str = "```output {stream=stderr exit=1}
/tmp/x.js:1
null.f
     ^

TypeError: Cannot read properties of null (reading 'f')
    at Object.<anonymous> (/tmp/x.js:1:6)

Node.js v20.20.2
```";

const USED_EARLY: &str = "```output
start
```
```output {stream=stderr exit=1}
/tmp/x.js:2
console.log(x)
            ^

ReferenceError: Cannot access 'x' before initialization
    at Object.<anonymous> (/tmp/x.js:2:13)

Node.js v20.20.2
```";

const BOUNDS: &str = "```output
a
```
```output {stream=stderr exit=101}

thread 'main' panicked at src/main.rs:3:20:
index out of bounds: the len is 0 but the index is 3
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
```";

const MOVED: &str = "```output {phase=compile}
error[E0382]: borrow of moved value: `a`
 --> src/main.rs:4:15
```";

const GO_RANGE: &str = "```output
0
```
```output {stream=stderr exit=2}
panic: runtime error: index out of range [3] with length 2

goroutine 1 [running]:
main.main()
```";

const RUBY_NAME: &str = "```output
a
```
```output {stream=stderr exit=1}
l.rb:2:in '<main>': undefined local variable or method 'x' for main (NameError)
```";

const CLASS_CAST: &str = "```output
s
```
```output {stream=stderr exit=1}
Exception in thread \"main\" java.lang.ClassCastException: class java.lang.String cannot be cast to class java.lang.Integer
	at M.main(M.java:2)
```";

const OUT_OF_RANGE: &str = "```output {stream=stderr exit=134}
terminate called after throwing an instance of 'std::out_of_range'
  what():  vector::_M_range_check: __n (which is 3) >= this->size() (which is 1)
```";

const ASSERTION: &str = "```output {stream=stderr exit=134}
c5: c5.c:2: int main(): Assertion `1>2' failed.
```";

const SEGFAULT: &str = "```output {exit=139}\na\n```";

const UNBOUND: &str = "```output {stream=stderr exit=1}\nl.sh: line 1: x: unbound variable\n```";

const QUIET: &str = "```output {exit=2}\nbye\n```";

const FORTY_TWO: &str = "```output\n42\n```";

#[rustfmt::skip]
const STUDY: &[Program] = &[
    (KEY_ERROR, &[
        ("en", "start\nKeyError", "same"),
        ("en", "KeyError: 'b'", "short"),
        ("en", "it crashes", "short"),
        ("en", "start", "part"),
        ("en", "TypeError", "part"),
        ("en", "start, then KeyError", "same"),
        ("en", "start\nNone", "differs"),
        ("en", "start\nTraceback (most recent call last):\n  File \"x.py\", line 3, in <module>\nKeyError: 'b'", "same"),
        ("en", "it raises a KeyError", "short"),
        ("de", "Fehler", "short"),
        ("de", "stürzt ab", "short"),
        ("es", "start\nexcepción", "short"),
        ("fr", "lève une exception", "short"),
        ("ru", "ошибка", "short"),
        ("zh", "报错", "short"),
        ("ja", "エラーになる", "short"),
        ("ar", "خطأ", "short"),
        ("en", ">>> start\nKeyError", "same"),
        ("de", "kein Fehler", "differs"),
    ]),
    (SYNTAX_ERROR, &[
        ("en", "SyntaxError", "same"),
        ("en", "does not compile", "short"),
        ("en", "prints nothing", "part"),
    ]),
    (SEAT_TAKEN, &[("en", "SeatTaken: 3B", "same"), ("en", "exception", "short")]),
    (QUIET, &[("en", "bye", "same"), ("en", "error", "short")]),
    ("```output\nERROR: disk full\n```", &[("en", "ERROR: disk full", "same"), ("en", "error", "differs")]),
    ("```output\nError rate: 3\n```", &[("en", "Error rate: 3", "same")]),
    ("```output\nerror\n```\n```output {stream=stderr exit=1}\nValueError: x\n```", &[
        ("en", "error", "short"),
        ("en", "error\nerror", "short"),
    ]),
    ("```output\n1\n2\n```\n```output {stream=stderr exit=1}\nZeroDivisionError: division by zero\n```", &[
        ("en", "1\n2", "part"),
        ("en", "division by zero", "short"),
    ]),
    ("```output\nKeyError\n```", &[("en", "KeyError", "same")]),
    (USED_EARLY, &[
        ("en", "start\nReferenceError", "same"),
        ("en", "start\nundefined", "differs"),
        ("en", "TypeError", "part"),
    ]),
    (NULL_F, &[
        ("en", "TypeError: Cannot read properties of null (reading 'f')", "same"),
        ("en", "undefined", "differs"),
        ("en", "Cannot read properties of null", "same"),
    ]),
    ("```output {stream=stderr exit=1}\n/tmp/x.js:1\nthrow \"boom\"\n^\nboom\n(Use `node --trace-uncaught ...` to show where the exception was thrown)\n```", &[
        ("en", "Uncaught boom", "short"),
    ]),
    (BOUNDS, &[
        ("en", "it panics", "short"),
        ("en", "index out of bounds", "short"),
        ("en", "a", "part"),
        ("en", "IndexOutOfBounds error", "short"),
    ]),
    ("```output {stream=stderr exit=101}\n\nthread 'main' panicked at src/main.rs:2:9:\ncalled `Option::unwrap()` on a `None` value\n```", &[
        ("en", "None", "differs"),
    ]),
    (MOVED, &[
        ("en", "E0382", "same"),
        ("en", "compile error", "short"),
        ("en", "borrow of moved value", "same"),
        ("de", "kompiliert nicht", "short"),
        ("ja", "コンパイルエラー", "short"),
        ("ar", "لا يترجم", "short"),
        ("en", "runtime error", "part"),
        ("en", "E0499", "part"),
    ]),
    ("```output {stream=stderr exit=1}\nError: \"bad\"\n```", &[
        ("en", "Error: \"bad\"", "same"),
        ("en", "panic", "short"),
    ]),
    (SEGFAULT, &[
        ("en", "Segmentation fault", "short"),
        ("en", "SIGSEGV", "short"),
        ("en", "a", "part"),
    ]),
    (ASSERTION, &[("en", "assertion failed", "same"), ("en", "segfault", "part")]),
    ("```output {phase=compile}\nc.c:1:17: error: ‘y’ undeclared (first use in this function)\n```", &[
        ("en", "y undeclared", "same"),
    ]),
    (OUT_OF_RANGE, &[("en", "out_of_range", "same"), ("en", "terminate called", "same")]),
    ("```output {empty exit=3}\n```", &[("en", "nothing", "same"), ("en", "3", "differs")]),
    (GO_RANGE, &[
        ("en", "0\npanic: runtime error: index out of range [3] with length 2", "same"),
        ("en", "runtime error", "short"),
    ]),
    ("```output {stream=stderr exit=2}\npanic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]\n```", &[
        ("en", "segfault", "same"),
    ]),
    ("```output {stream=stderr exit=2}\nfatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\n```", &[
        ("en", "it hangs", "differs"),
    ]),
    ("```output {phase=compile}\n./prog.go:4:2: declared and not used: x\n```", &[
        ("en", "declared and not used", "same"),
    ]),
    (CLASS_CAST, &[("en", "java.lang.ClassCastException", "short")]),
    ("```output {phase=compile}\nN.java:1: error: incompatible types: String cannot be converted to int\n```", &[
        ("en", "compile error", "short"),
    ]),
    (RUBY_NAME, &[("en", "a\nNameError", "same")]),
    (UNBOUND, &[("en", "x: unbound variable", "same"), ("en", "", "differs"), ("en", "(blank)", "differs")]),
    ("```output\na\nb\n```\n```output {stream=stderr}\nl.sh: line 2: cd: /nope: No such file or directory\n```", &[
        ("en", "a\nerror\nb", "differs"),
    ]),
    (FORTY_TWO, &[("en", "error", "differs"), ("en", "42\nno error", "same")]),
    ("```output {empty}\n```", &[("en", "error", "differs")]),
    ("```output {stream=stderr exit=1}\n/tmp/x.js:1\nx.f\n  ^\n\nTypeError: Cannot read properties of undefined (reading 'f')\n    at Object.<anonymous> (/tmp/x.js:1:3)\n```", &[
        ("en", "TypeError: undefined", "same"),
    ]),
    ("```output\nError rate: 3\n```\n```output {stream=stderr exit=1}\nValueError: x\n```", &[
        ("en", "Error rate: 3", "part"),
    ]),
    // What stands in front of a comma or a "then" is an output, unless it speaks of an error.
    ("```output\nx = 5\n```\n```output {stream=stderr exit=1}\nValueError: x\n```", &[
        ("en", "x = 5 then error", "short"),
        ("en", "x = 4 then error", "part"),
        ("en", "it prints x = 4 and then crashes", "part"),
        ("en", "x = 4, error", "part"),
        ("en", "it runs and then crashes", "part"),
        ("en", "it fails, with an error", "short"),
        ("en", "no error, 5", "differs"),
        ("en", "ValueError, then x = 5", "differs"),
        ("en", "nothing, ValueError", "part"),
        ("de", "x = 5, dann Fehler", "short"),
        ("de", "x = 4, dann Fehler", "part"),
        ("fr", "x = 4 puis erreur", "part"),
    ]),
    (BOUNDS, &[
        ("en", "b then error", "part"),
        ("en", "a then it panics because the index is 3", "short"),
        ("en", "it panics because the index is 3", "short"),
        ("en", "no error, a", "differs"),
    ]),
    (MOVED, &[("en", "1\nerror", "part"), ("en", "1 then error", "part")]),
    ("```output\nchecking\n```\n```output {stream=stderr exit=1}\nKeyError: 'rice'\n```", &[
        ("en", "None, KeyError", "part"),
        ("en", "tea: KeyError", "part"),
        ("en", "hello world, error", "part"),
        ("en", "checking, KeyError", "same"),
        ("en", "KeyError\nchecking", "differs"),
        ("en", "error then checking", "differs"),
        ("de", "nichts, KeyError", "part"),
        ("fr", "rien, erreur", "part"),
        ("es", "nada, error", "part"),
        ("ja", "何も出ない、エラー", "part"),
    ]),
    ("```output\n5\n10\n```\n```output {stream=stderr exit=1}\nZeroDivisionError: division by zero\n```", &[
        ("en", "5 and 10 and then error", "short"),
        ("en", "5 then 10 then error", "short"),
        ("en", "5, 10, error", "form"),
        ("de", "5 und 10 und dann Fehler", "short"),
        ("es", "5 y 10 y error", "short"),
        ("ja", "5、10、エラー", "form"),
        ("zh", "5，10，报错", "form"),
    ]),
    ("```output\n[1, 2, 3]\n```\n```output {stream=stderr exit=1}\nAttributeError: no\n```", &[
        ("en", "[1, 2, 3], AttributeError", "same"),
        ("en", "[1, 2, 3] AttributeError", "same"),
    ]),
    ("```output {stream=stderr exit=1}\nNameError: name 'undefined_name' is not defined\n```", &[
        ("en", "undefined_name", "differs"),
        ("en", "NameError", "same"),
    ]),
];

const ILLEGAL_STATE: &str = "```output {stream=stderr exit=1}
Exception in thread \"main\" java.lang.IllegalStateException: closed
	at M.main(M.java:2)
Caused by: java.lang.NullPointerException: Cannot invoke \"String.length()\" because \"<local1>\" is null
	... 1 more
```";

const STACK_OVERFLOW: &str = "```output
in
```
```output {stream=stderr exit=1}
Exception in thread \"main\" java.lang.StackOverflowError
	at M.f(M.java:2)
```";

const JAVAC: &str = "```output {phase=compile}
N.java:1: error: incompatible types: String cannot be converted to int
class N { public static void main(String[] a){ int i = \"x\"; } }
1 error
```";

const BOTH: &str = "```output {stream=both exit=1}
open
/tmp/x.js:2
null.f
     ^

TypeError: Cannot read properties of null (reading 'f')
    at Object.<anonymous> (/tmp/x.js:2:6)
```";

const NO_FOLDER: &str = "```output
a
```
```output {stream=stderr exit=1}
l.sh: line 3: cd: /nope: No such file or directory
```";

const NO_METHOD: &str = "```output {stream=stderr exit=1}
l.rb:1:in '<main>': undefined method 'upcase' for nil (NoMethodError)
```";

const CONST_CC: &str = "```output {phase=compile}
e.cc: In function ‘int main()’:
e.cc:2:64: error: assignment of read-only variable ‘c’
```";

const OVERFLOW: &str = "```output
255
```
```output {stream=stderr exit=101}

thread 'main' (4988) panicked at d.rs:2:64:
attempt to add with overflow
```";

const COUNTED: &str = "```output
1
2
3
```
```output {stream=stderr exit=101}

thread 'main' panicked at src/main.rs:5:9:
index out of bounds: the len is 3 but the index is 3
```";

const HINTED: &str = "```output
1, 2
```
```output {stream=stderr exit=1}
IndexError: list index out of range
```
~~~predicted
```output
1, 2
IndexError: 3
```
The message names no number.
~~~
~~~predicted `error`
Which one?
~~~";

#[rustfmt::skip]
const OURS: &[Program] = &[
    (KEY_ERROR, &[
        // Natural words in the languages whose labels ship.
        ("es", "da un error", "short"),
        ("es", "start\nlanza KeyError", "same"),
        ("es", "falla", "short"),
        ("es", "sin error", "differs"),
        ("es", "start, luego error", "short"),
        ("fr", "start\nerreur", "short"),
        ("fr", "ça plante", "short"),
        ("fr", "start puis KeyError", "same"),
        ("fr", "aucune erreur", "differs"),
        ("fr", "ne compile pas", "part"),
        ("pt", "start\nexceção", "short"),
        ("pt", "dá erro", "short"),
        ("pt", "quebra", "short"),
        ("pt", "lança um KeyError", "short"),
        ("pt", "sem erros", "differs"),
        ("ru", "start\nисключение", "short"),
        ("ru", "программа падает", "short"),
        ("ru", "start, затем ошибка", "short"),
        ("ru", "ошибки нет", "differs"),
        ("ru", "start\nошибка KeyError", "same"),
        ("zh", "start，然后报错", "short"),
        ("zh", "抛出异常", "short"),
        ("zh", "程序崩溃了", "short"),
        ("zh", "没有错误", "differs"),
        ("zh", "start\n抛出KeyError异常", "same"),
        ("zh", "ｓｔａｒｔ\nKeyError", "form"),
        ("ja", "start\n例外", "short"),
        ("ja", "startの後にKeyErrorが出る", "short"),
        ("ja", "落ちる", "short"),
        ("ja", "エラーなし", "differs"),
        ("ja", "start、その後KeyError", "same"),
        ("ja", "ｴﾗｰ", "short"),
        ("ar", "start\nاستثناء", "short"),
        ("ar", "يتوقف بخطأ", "short"),
        ("ar", "start ثم خطأ", "short"),
        ("ar", "بدون خطأ", "differs"),
        ("ar", "ينهار البرنامج", "short"),
        ("de", "start\nund dann ein Fehler", "short"),
        ("de", "start, dann KeyError", "same"),
        ("de", "es bricht mit einem Fehler ab", "short"),
        ("de", "stürzt nicht ab", "differs"),
        // English is understood in every book.
        ("ja", "it crashes", "short"),
        ("en", "start\nkey error", "same"),
        ("en", "start\nkeyerror", "same"),
        ("en", "start\ntype error", "part"),
        ("en", "start\nan error because b is missing", "short"),
        ("en", "begin\nKeyError", "part"),
        ("en", "begin\nTypeError", "differs"),
        ("en", "begin", "differs"),
        ("en", "start\nno error", "part"),
        ("en", "start\nit doesn't crash", "part"),
        ("en", " start\nKeyError", "form"),
        ("en", "start\nexit code 1", "short"),
        ("en", "start\nexit code 3", "part"),
        ("en", "start -> KeyError", "same"),
        ("en", "start\n\nKeyError: 'b'\n", "form"),
        ("en", "", "differs"),
    ]),
    (SYNTAX_ERROR, &[
        ("en", "syntax error", "same"),
        ("en", "runtime error", "part"),
        ("es", "error de sintaxis", "short"),
        ("es", "no compila", "short"),
        ("pt", "não compila", "short"),
        ("ru", "не компилируется", "short"),
        ("zh", "语法错误", "short"),
        ("en", "NameError", "part"),
    ]),
    (MOVED, &[
        ("fr", "ne compile pas", "short"),
        ("ru", "ошибка компиляции", "short"),
        ("zh", "编译不过", "short"),
        ("ja", "コンパイルできない", "short"),
        ("pt", "erro de compilação", "short"),
        ("en", "it panics", "part"),
        ("en", "it won't compile", "short"),
        ("en", "error[E0382]: borrow of moved value: `a`", "same"),
        ("en", "no compile error", "differs"),
        ("en", "a\na", "differs"),
        ("en", "nothing", "part"),
    ]),
    (BOUNDS, &[
        ("en", "a\nindex out of bounds", "same"),
        ("en", "a\npanic", "short"),
        ("en", "a\nthread 'main' panicked at src/main.rs:3:20:\nindex out of bounds: the len is 0 but the index is 3", "same"),
        ("en", "b\npanic", "part"),
        ("en", "a\ncompile error", "part"),
        ("en", "a\nb", "differs"),
        ("ja", "a\nパニックする", "short"),
    ]),
    (OVERFLOW, &[
        ("en", "255\noverflow", "same"),
        ("en", "255\n0", "differs"),
        ("en", "255, then it panics with overflow", "same"),
        ("en", "0", "differs"),
    ]),
    (CLASS_CAST, &[
        ("en", "s\nClassCastException", "same"),
        ("en", "s\nclass cast exception", "same"),
        ("en", "s\nNullPointerException", "part"),
        ("en", "x\nClassCastException", "part"),
        ("ru", "s\nвылетает исключение", "short"),
    ]),
    (ILLEGAL_STATE, &[
        ("en", "IllegalStateException", "same"),
        ("en", "null pointer exception", "same"),
        ("en", "closed", "differs"),
        ("en", "it throws", "short"),
    ]),
    (STACK_OVERFLOW, &[
        ("en", "in\nstack overflow", "same"),
        ("en", "StackOverflowError", "short"),
        ("en", "in\nOutOfMemoryError", "part"),
    ]),
    (JAVAC, &[
        ("en", "incompatible types", "same"),
        ("en", "error", "short"),
        ("en", "type error", "short"),
        ("en", "ClassCastException", "part"),
    ]),
    (RUBY_NAME, &[
        ("en", "a\nundefined local variable", "same"),
        ("en", "NameError", "short"),
        ("en", "a\nNoMethodError", "part"),
        ("pt", "a\nerro", "short"),
    ]),
    (NO_METHOD, &[
        ("en", "NoMethodError", "same"),
        ("en", "undefined method 'upcase' for nil", "same"),
        ("en", "nil", "differs"),
        ("fr", "une exception", "short"),
    ]),
    (OUT_OF_RANGE, &[
        ("en", "std::out_of_range", "same"),
        ("en", "out of range", "same"),
        ("en", "abort", "short"),
        ("en", "aborted", "same"),
        ("en", "segmentation fault", "part"),
    ]),
    (CONST_CC, &[
        ("en", "assignment of read-only variable", "same"),
        ("en", "doesn't compile", "short"),
        ("es", "error de compilación", "short"),
        ("en", "crash at run time", "part"),
    ]),
    (GO_RANGE, &[
        ("en", "0\nindex out of range", "same"),
        ("en", "0\npanic", "short"),
        ("en", "0\n0", "differs"),
        ("zh", "0\n运行时错误", "short"),
    ]),
    (NO_FOLDER, &[
        ("en", "a\nNo such file or directory", "same"),
        ("en", "a\nerror", "short"),
        ("en", "a", "part"),
        ("en", "a\nb", "differs"),
        ("ar", "a\nخطأ", "short"),
    ]),
    (UNBOUND, &[("en", "unbound variable", "same"), ("de", "Fehler", "short"), ("en", "nothing", "part")]),
    (SEGFAULT, &[
        ("en", "a\nsegfault", "same"),
        ("en", "a\nSegmentation fault (core dumped)", "same"),
        ("en", "a\ncrash", "short"),
        ("en", "a\nSIGABRT", "part"),
        ("ja", "a\n異常終了", "short"),
    ]),
    (ASSERTION, &[("en", "the assertion fails", "same"), ("en", "abort", "short"), ("en", "1", "differs")]),
    (USED_EARLY, &[
        ("en", "start\nUncaught ReferenceError: x is not defined", "same"),
        ("en", "start\nCannot access 'x' before initialization", "same"),
        ("en", "start", "part"),
        ("en", "undefined", "differs"),
        ("ru", "start\nнет ошибки", "part"),
    ]),
    (BOTH, &[
        ("en", "open\nTypeError", "same"),
        ("en", "open", "part"),
        ("en", "open\nerror", "short"),
        ("en", "shut", "differs"),
        ("en", "shut\nTypeError", "part"),
    ]),
    (QUIET, &[
        ("en", "bye\nexit 2", "same"),
        ("en", "bye\nexits with code 2", "same"),
        ("en", "bye\nexit code 1", "part"),
        ("en", "bye\nKeyError", "part"),
        ("en", "bye\nno error", "same"),
        ("en", "hello", "differs"),
        ("de", "bye\nFehler", "short"),
    ]),
    (FORTY_TWO, &[
        ("en", "42\nerror", "part"),
        ("en", "42\nKeyError", "part"),
        ("en", "KeyError", "differs"),
        ("en", "it does not compile", "differs"),
        ("en", "４２", "form"),
        ("ja", "42\nエラーなし", "same"),
        ("es", "42\nerror", "part"),
        ("en", "42\nerrors: 0", "differs"),
        ("en", "42\nexit code 0", "same"),
        ("en", ">>> 42", "same"),
    ]),
    ("```output {empty}\n```", &[
        ("en", "nothing", "same"),
        ("en", "", "same"),
        ("de", "nichts", "same"),
        ("ja", "何も出力されない", "same"),
        ("en", "no error", "same"),
        ("en", "None", "differs"),
    ]),
    // An output in front of an error is judged, also where nothing but a space is between them.
    (COUNTED, &[
        ("en", "1\n2\n3\nerror", "short"),
        ("en", "1 2 3 error", "form"),
        ("en", "1\n2\n3, then panic", "short"),
        ("en", "999 error", "part"),
        ("en", "0 1 2 error", "part"),
        ("en", "456 then error", "part"),
        ("en", "4 5 6 then error", "part"),
        ("en", "[4, 5] then error", "part"),
        ("en", "3 2 1, then panic", "part"),
        ("en", "1\n2\n3\n4 then panic", "part"),
        ("en", "nothing, then error", "part"),
        ("en", "it prints nothing, then panics", "part"),
        ("en", "nothing but an error", "short"),
        ("de", "nichts, dann ein Fehler", "part"),
        ("ja", "3行目でエラー", "short"),
    ]),
    (SYNTAX_ERROR, &[("en", "nothing, then an error", "short")]),
    (JAVAC, &[("en", "1 error", "same")]),
    // Who denies an error by its name is not right.
    (KEY_ERROR, &[
        ("en", "start\nno KeyError", "part"),
        ("en", "no KeyError", "differs"),
        ("en", "start\nit raises no KeyError", "part"),
        ("en", "start\nit doesn't raise a KeyError", "part"),
        ("en", "start\nno key error", "part"),
        ("en", "not a KeyError but TypeError", "part"),
        ("en", "start\nnot a TypeError but KeyError", "same"),
        ("en", "start\nKeyError, not TypeError", "same"),
        ("de", "start\nkein KeyError", "part"),
        ("zh", "start\n没有KeyError", "part"),
    ]),
    (SEAT_TAKEN, &[("en", "no SeatTaken", "differs")]),
    (NO_METHOD, &[("en", "no method error", "same")]),
    (FORTY_TWO, &[("en", "42\nno KeyError", "same")]),
    // The author's own texts win over "in short" and over forms.
    (HINTED, &[
        ("en", "1, 2\nIndexError", "same"),
        ("en", "1 2\nIndexError", "form"),
        ("en", "1, 2\nIndexError: 3", "differs"),
        ("en", "error", "differs"),
        ("en", "crash", "short"),
    ]),
    ("```output\n[1, 2]\n```\n\n<div class=\"predict-accepted\" data-predict-output=\"[2, 1]\"></div>\n", &[
        ("en", "[1, 2]", "same"),
        ("en", "[2, 1]", "same"),
        ("en", "2, 1", "form"),
        ("en", "[2, 2]", "differs"),
    ]),
    // What other people's programs print is an output like any other.
    ("```output\ncaught KeyError\n```", &[
        ("en", "caught KeyError", "same"),
        ("en", "caught TypeError", "differs"),
        ("en", "caught KeyError\ndone", "differs"),
    ]),
    ("```output\ncaught KeyError\n```\n```output {stream=stderr exit=1}\nValueError: x\n```", &[
        ("en", "caught KeyError", "part"),
        ("en", "caught KeyError\nValueError", "same"),
    ]),
    ("```output\n>>> 1\n```", &[("en", ">>> 1", "same"), ("en", "1", "differs")]),
    // Signs of another width, and the separators of other languages.
    ("```output\n[2, 2, 2]\n```", &[
        ("ja", "［2, 2, 2］", "form"),
        ("zh", "２，２，２", "form"),
        ("ja", "2、2、2", "form"),
        ("ar", "2، 2، 2", "form"),
        ("zh", "2、2", "differs"),
    ]),
    ("```output\n2²\n```", &[("en", "22", "differs")]),
    ("```output\n'茶'\n```", &[("ja", "「茶」", "form")]),
];

/// The rows with what they are about.
fn rows() -> impl Iterator<Item = (&'static str, [&'static str; 3])> {
    let programs = STUDY.iter().chain(OURS);
    programs.flat_map(|(outputs, rows)| rows.iter().map(|(a, b, c)| (*outputs, [*a, *b, *c])))
}

/// For each language a chapter with a question for each row.
fn chapters() -> BTreeMap<&'static str, (String, Vec<[&'static str; 3]>)> {
    let mut chapters: BTreeMap<_, (String, Vec<_>)> = BTreeMap::new();
    for (outputs, row) in rows() {
        let (text, rows) = chapters.entry(row[0]).or_default();
        let number = rows.len();
        // Even what is only prose has a title of its own, and so a hash of its own.
        let _ = write!(text, "~~~~predict Row {number} {{#row-{number}}}\n{outputs}\n~~~~\n\n");
        rows.push(row);
    }
    chapters
}

/// All rows at once, and what a reader is told in the end.
const COMMIT_ALL: &str = "
    const predictions = arguments[0];
    const short = document.querySelector('[data-predict-short]').dataset.predictShort;
    return predictions.map((text, number) => {
        const block = document.getElementById('row-' + number);
        block.querySelector('textarea').value = text;
        const check = block.querySelector('.predict-form button');
        check.click();
        if (!text) check.click();
        const status = block.querySelector('[role=status]');
        const { predictVerdict } = status.dataset;
        return status.innerText.startsWith(short) ? 'short' : predictVerdict;
    });
";

async fn in_language(driver: &Driver, window: &Window, language: &str) -> Vec<String> {
    let (text, rows) = &chapters()[language];
    let toml = format!("language = \"{language}\"\n{}", preprocessor_table());
    let book = BookDir::new(&toml, &[("table", text)]);
    assert_eq!(ENGINES[0].1(book.root()), [] as [String; 0]);
    let client = driver.window(window).await;
    let page = Page::new(driver.browser, client.clone(), ENGINES[0].0, book);
    page.goto("table.html").await;
    let predictions: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    let verdicts = page.with(COMMIT_ALL, &[json!(predictions)]).await;
    page.went_well().await;
    client.close().await.unwrap();
    let verdicts = verdicts.as_array().unwrap().clone();
    let wrong = |(row, verdict): (&[&str; 3], Value)| {
        (verdict != json!(row[2])).then(|| format!("{row:?} is {verdict}"))
    };
    rows.iter().zip(verdicts).filter_map(wrong).collect()
}

/// What the outputs of our chapters and of the rows print, each of them once.
fn printed() -> Vec<String> {
    let mut texts: Vec<String> = rows().map(|(outputs, _)| outputs.to_owned()).collect();
    texts.extend(our_chapters());
    let mut found = BTreeSet::new();
    for text in texts {
        for fence in text.split("```output").skip(1) {
            let (_, rest) = fence.split_once('\n').unwrap();
            let lines = rest.split_once("```").map_or("", |(lines, _)| lines);
            found.insert(lines.trim_end_matches('\n').to_owned());
        }
    }
    // A fence in a list or a quote is not read as one here, and a field has its own line ends.
    let is_plain = |text: &String| {
        !text.trim().is_empty()
            && !text.contains("~~~")
            && !text.contains(|c: char| c.is_control() && c != '\n')
    };
    found.into_iter().filter(is_plain).collect()
}

/// A program that prints each of these and runs to its end, and one that fails behind it.
fn printers(texts: &[String]) -> String {
    let mut chapter = String::new();
    for (number, text) in texts.iter().enumerate() {
        let question = |name: &str, more: &str| {
            format!(
                "~~~~predict {name} {number} {{#{name}-{number} input=text}}\n```output\n{text}\n```\n{more}~~~~\n\n"
            )
        };
        let error = "```output {stream=stderr exit=1}\nPlumError: ripe\n```\n";
        chapter.push_str(&question("runs", ""));
        chapter.push_str(&question("fails", error));
    }
    chapter
}

const COMMIT_PRINTED: &str = "
    return ['runs', 'fails'].map(name => arguments[0].map((text, number) => {
        const block = document.getElementById(name + '-' + number);
        block.querySelector('textarea').value = text;
        block.querySelector('.predict-form button').click();
        return block.querySelector('[role=status]').dataset.predictVerdict;
    }));
";

/// What is printed is the same as itself, and never says by itself that the program fails; but for
/// a single word that is a name of the error or a word for one.
async fn what_is_printed_is_an_output(driver: &Driver, window: &Window) {
    let texts = printed();
    assert!(texts.len() > 60, "{}", texts.len());
    let book = BookDir::new(&preprocessor_table(), &[("table", &printers(&texts))]);
    assert_eq!(ENGINES[0].1(book.root()), [] as [String; 0]);
    let client = driver.window(window).await;
    let page = Page::new(driver.browser, client.clone(), ENGINES[0].0, book);
    page.goto("table.html").await;
    let verdicts = page.with(COMMIT_PRINTED, &[json!(texts)]).await;
    page.went_well().await;
    client.close().await.unwrap();
    for (number, text) in texts.iter().enumerate() {
        assert_eq!(verdicts[0][number], json!("same"), "{text}");
        let is_word = !text.trim().contains(char::is_whitespace);
        assert!(verdicts[1][number] == json!("part") || is_word, "{text}: {verdicts}");
    }
}

fn everything(browser: Browser) {
    in_browser(browser, async |driver: &Driver| {
        let window = Window::default();
        let mut wrong = Vec::new();
        for language in chapters().keys() {
            wrong.extend(in_language(driver, &window, language).await);
        }
        assert_eq!(wrong, [] as [String; 0], "{browser:?}");
        what_is_printed_is_an_output(driver, &window).await;
    });
}

#[test]
fn in_chromium() {
    everything(Browser::Chromium);
}

#[test]
fn in_firefox() {
    everything(Browser::Firefox);
}

/// The study's rows are all here, and as many of our own.
#[test]
fn there_are_enough_rows() {
    let count = |programs: &[Program]| programs.iter().map(|(_, rows)| rows.len()).sum::<usize>();
    assert!(count(STUDY) >= 83 && count(OURS) >= 84);
    assert_eq!(chapters().len(), 9);
}
