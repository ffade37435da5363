//! The words that readers see which no author wrote, by language.

/// A word or phrase of ours on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The kind of a `predict` block.
    Predict,
    /// The title of a `predict` block without one.
    Question,
    /// The situation.
    Setup,
    /// A hint; its number follows.
    Hint,
    /// The fold with the answer.
    Answer,
    /// Standard output.
    Output,
    /// Standard error.
    ErrorOutput,
    /// Both streams.
    AllOutput,
    /// What the compiler says of a program that must not compile.
    CompilerMessage,
    /// The exit code; its number follows.
    ExitCode,
    /// An output that is another one at each run.
    Varies,
    /// An output that is empty.
    Nothing,
    /// An output that nobody has written down yet.
    Pending,
    /// Which choice is right; its letter follows.
    Right,
    /// What is said about a choice; its letter follows.
    Chosen,
    /// What is said about a prediction; it follows.
    Predicted,
    /// What is said about all other predictions.
    PredictedElse,
    /// The mechanism.
    Why,
    /// The corrected program.
    Fix,
    /// The picture.
    MentalModel,
    /// The rule.
    Rule,
    /// Where the picture breaks.
    Limits,
    /// How this fails in real systems.
    InPractice,
    /// The common mistake.
    Mistake,
    /// The one sentence.
    Takeaway,
    /// A block with a mistake.
    Broken,
}

/// The languages of the table, in the order of its columns.
const LANGUAGES: [&str; 8] = ["en", "de", "fr", "es", "pt", "ja", "zh", "ar"];

type Row = (Label, &'static str, [&'static str; LANGUAGES.len()]);

/// Each label, its key in `[preprocessor.predict.labels]`, and its words.
#[rustfmt::skip]
const TABLE: [Row; 26] = [
    (Label::Predict, "predict", ["Predict", "Vorhersage", "Prédiction", "Predicción", "Previsão", "予想", "预测", "توقّع"]),
    (Label::Question, "question", ["What does this print?", "Was gibt dieses Programm aus?", "Qu’affiche ce programme ?", "¿Qué imprime este programa?", "O que este programa imprime?", "何が出力されるでしょうか？", "这段程序会输出什么？", "ماذا يطبع هذا البرنامج؟"]),
    (Label::Setup, "setup", ["The setup", "Die Lage", "La situation", "La situación", "A situação", "状況", "场景", "الوضع"]),
    (Label::Hint, "hint", ["Hint", "Hinweis", "Indice", "Pista", "Dica", "ヒント", "提示", "تلميح"]),
    (Label::Answer, "answer", ["The answer", "Die Antwort", "La réponse", "La respuesta", "A resposta", "答え", "答案", "الجواب"]),
    (Label::Output, "output", ["Output", "Ausgabe", "Sortie", "Salida", "Saída", "出力", "输出", "الخرج"]),
    (Label::ErrorOutput, "error-output", ["Error output", "Fehlerausgabe", "Sortie d’erreur", "Salida de error", "Saída de erro", "エラー出力", "错误输出", "خرج الأخطاء"]),
    (Label::AllOutput, "all-output", ["Output and error output", "Ausgabe und Fehlerausgabe", "Sortie et sortie d’erreur", "Salida y salida de error", "Saída e saída de erro", "出力とエラー出力", "输出与错误输出", "الخرج وخرج الأخطاء"]),
    (Label::CompilerMessage, "compiler-message", ["Compiler message", "Meldung des Compilers", "Message du compilateur", "Mensaje del compilador", "Mensagem do compilador", "コンパイラのメッセージ", "编译器消息", "رسالة المصرّف"]),
    (Label::ExitCode, "exit-code", ["exit code", "Exit-Code", "code de sortie", "código de salida", "código de saída", "終了コード", "退出码", "رمز الخروج"]),
    (Label::Varies, "varies", ["differs from run to run", "bei jedem Lauf anders", "varie d’une exécution à l’autre", "varía de una ejecución a otra", "varia de uma execução para outra", "実行ごとに異なる", "每次运行都不同", "يختلف من تشغيل إلى آخر"]),
    (Label::Nothing, "nothing", ["Nothing is printed.", "Es wird nichts ausgegeben.", "Rien n’est affiché.", "No se imprime nada.", "Nada é impresso.", "何も出力されません。", "没有任何输出。", "لا يُطبع شيء."]),
    (Label::Pending, "pending", ["Not recorded yet.", "Noch nicht aufgezeichnet.", "Pas encore enregistrée.", "Aún sin registrar.", "Ainda não registrada.", "まだ記録されていません。", "尚未记录。", "لم يُسجَّل بعد."]),
    (Label::Right, "right", ["Right:", "Richtig:", "Juste :", "Correcto:", "Certo:", "正解：", "正确：", "الصحيح:"]),
    (Label::Chosen, "chosen", ["If you chose", "Wer dies gewählt hat:", "Si vous avez choisi", "Si elegiste", "Se você escolheu", "選んだ人へ：", "如果你选了", "إن اخترت"]),
    (Label::Predicted, "predicted", ["If you predicted", "Wer dies vorhergesagt hat:", "Si vous avez prédit", "Si predijiste", "Se você previu", "こう予想した人へ：", "如果你预测的是", "إن توقّعت"]),
    (Label::PredictedElse, "predicted-else", ["If you predicted something else", "Wer etwas anderes vorhergesagt hat", "Si vous avez prédit autre chose", "Si predijiste otra cosa", "Se você previu outra coisa", "別の予想をした人へ", "如果你预测的是别的", "إن توقّعت غير ذلك"]),
    (Label::Why, "why", ["Why", "Warum", "Pourquoi", "Por qué", "Por quê", "なぜ", "原因", "السبب"]),
    (Label::Fix, "fix", ["The fix", "Die Lösung", "La correction", "La solución", "A correção", "修正", "修正方法", "الإصلاح"]),
    (Label::MentalModel, "mental-model", ["Mental model", "Denkmodell", "Modèle mental", "Modelo mental", "Modelo mental", "メンタルモデル", "心智模型", "نموذج ذهني"]),
    (Label::Rule, "rule", ["Rule", "Regel", "Règle", "Regla", "Regra", "ルール", "规则", "قاعدة"]),
    (Label::Limits, "limits", ["Where the picture breaks", "Wo das Bild nicht mehr stimmt", "Où l’image ne tient plus", "Dónde falla la imagen", "Onde a imagem falha", "このたとえの限界", "这个比喻的局限", "أين تنكسر الصورة"]),
    (Label::InPractice, "in-practice", ["In practice", "In der Praxis", "En pratique", "En la práctica", "Na prática", "実際の現場では", "实践中", "في الواقع"]),
    (Label::Mistake, "mistake", ["Common mistake", "Häufiger Fehler", "Erreur courante", "Error común", "Erro comum", "よくある間違い", "常见错误", "خطأ شائع"]),
    (Label::Takeaway, "takeaway", ["Key takeaway", "Das Wichtigste", "À retenir", "Para recordar", "Para lembrar", "要点", "要点", "الخلاصة"]),
    (Label::Broken, "broken", ["This block has a mistake", "Dieser Block hat einen Fehler", "Ce bloc contient une erreur", "Este bloque tiene un error", "Este bloco tem um erro", "このブロックに誤りがあります", "此块有错误", "في هذه الكتلة خطأ"]),
];

/// The labels of one book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels(Vec<String>);

impl Labels {
    /// The labels for a language tag such as `de` or `pt-BR`; English where there are none.
    pub fn for_language(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let column = LANGUAGES.iter().position(|language| *language == primary).unwrap_or(0);
        Labels(TABLE.iter().map(|(_, _, words)| words[column].to_owned()).collect())
    }

    /// The words for `label`.
    pub fn get(&self, label: Label) -> &str {
        &self.0[label as usize]
    }

    /// Changes the label that `book.toml` calls `key`; `false` where there is none.
    pub fn set(&mut self, key: &str, words: &str) -> bool {
        let at = TABLE.iter().position(|(_, known, _)| *known == key);
        if let Some(at) = at {
            words.clone_into(&mut self.0[at]);
        }
        at.is_some()
    }

    /// The keys of all labels.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|(_, key, _)| *key)
    }
}

#[cfg(test)]
mod tests {
    use super::{Label, Labels, TABLE};

    #[test]
    fn the_table_is_in_the_order_of_the_labels() {
        for (at, (label, key, words)) in TABLE.iter().enumerate() {
            assert_eq!(*label as usize, at, "{key}");
            assert!(words.iter().all(|word| !word.is_empty()), "{key}");
        }
    }

    #[test]
    fn languages_are_found_by_their_primary_tag() {
        assert_eq!(Labels::for_language("pt-BR").get(Label::Why), "Por quê");
        assert_eq!(Labels::for_language("tlh").get(Label::Why), "Why");
    }
}
