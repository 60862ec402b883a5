//! The table of fields and the decoder agree, and a field that is nearly right is suggested.

use kvplan::scenario::{Diagnostic, Overrides, Source, load};
use kvplan::scenario::{
    SCENARIO,
    fields::{Field, Section},
};

fn any_mistakes(text: &str) -> Vec<Diagnostic> {
    let source = Source { path: "x.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let read = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    load(&source, &Overrides::default(), &read).err().unwrap_or_default()
}

/// A file in which a field of that section stands, down the given path.
fn nest(path: &[&Field], line: &str) -> String {
    let mut text = format!("{{ {line}: 1 }}");
    for field in path.iter().rev() {
        let name = field.name;
        text = match () {
            () if field.is_list() => format!("{{ {name}: [ {text} ] }}"),
            () if field.is_named() => format!("{{ {name}: {{ mine: {text} }} }}"),
            () => format!("{{ {name}: {text} }}"),
        };
    }
    text
}

fn misspell(section: &'static Section, path: &mut Vec<&'static Field>, tried: &mut usize) {
    for field in &section.fields {
        for place in 0..field.name.len() {
            let mut letters: Vec<char> = field.name.chars().collect();
            letters[place] = if letters[place] == 'q' { 'j' } else { 'q' };
            let word: String = letters.into_iter().collect();
            let found = any_mistakes(&nest(path, &word));
            let about = found.iter().find(|one| one.code == "unknown-field");
            let about = about.unwrap_or_else(|| panic!("{word}: {found:?}"));
            let wanted = format!("a similar field exists: `{}`", field.name);
            assert_eq!(about.helps, [wanted], "{word}");
            *tried += 1;
        }
        if let Some(below) = field.section() {
            path.push(field);
            misspell(below, path, tried);
            path.pop();
        }
    }
}

#[test]
fn each_field_with_a_letter_changed_is_suggested_back() {
    let mut tried = 0;
    misspell(&SCENARIO, &mut Vec::new(), &mut tried);
    assert!(tried > 800, "{tried}");
}

fn try_words(section: &'static Section, path: &mut Vec<&'static Field>, tried: &mut usize) {
    for field in &section.fields {
        let known = field.words();
        let with = |word: &str| {
            let text = nest(path, field.name).replace(": 1 }", &format!(": {word} }}"));
            let found = any_mistakes(&text);
            found.into_iter().find(|one| ["unknown-word", "wrong-type"].contains(&one.code))
        };
        for word in known {
            assert_eq!(with(word), None, "{} {word}", field.name);
            *tried += 1;
        }
        if !known.is_empty() {
            let refused = with("qqq").unwrap_or_else(|| panic!("{}", field.name));
            let list = format!("`{}`", known.join("`, `"));
            let (said, found) = refused.message.rsplit_once("; ").expect("what was found");
            assert!(said.contains(&list) && found == "found `qqq`", "{}", refused.message);
            // What the message lists the help does not list again.
            assert!(refused.helps.iter().all(|help| !help.contains(&list)), "{refused:?}");
        }
        if let Some(below) = field.section() {
            path.push(field);
            try_words(below, path, tried);
            path.pop();
        }
    }
}

fn try_examples(section: &'static Section, path: &mut Vec<&'static Field>, tried: &mut usize) {
    for field in &section.fields {
        if !field.example.is_empty() {
            let example = format!(": {} }}", field.example);
            let found = any_mistakes(&nest(path, field.name).replacen(": 1 }", &example, 1));
            let missing = |one: &Diagnostic| one.code == "missing-field";
            assert!(found.iter().all(missing), "{}: {found:#?}", field.name);
            *tried += 1;
        }
        if let Some(below) = field.section() {
            path.push(field);
            try_examples(below, path, tried);
            path.pop();
        }
    }
}

#[test]
fn the_examples_of_the_table_are_sound() {
    let mut tried = 0;
    try_examples(&SCENARIO, &mut Vec::new(), &mut tried);
    assert!(tried >= 15, "{tried}");
}

#[test]
fn the_words_of_the_table_are_those_that_the_decoder_knows() {
    let mut tried = 0;
    try_words(&SCENARIO, &mut Vec::new(), &mut tried);
    assert!(tried > 40, "{tried}");
}
