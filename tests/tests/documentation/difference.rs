//! What differs between two texts, line by line.

use std::fmt::Write as _;

/// How many lines are shown around what differs.
const AROUND: usize = 3;

/// What to do with a line to come from one text to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step<'a> {
    Keep(&'a str),
    Remove(&'a str),
    Add(&'a str),
}

/// The lines that differ, with those around them and where they are in the old text; nothing for equal texts.
pub(crate) fn between(old: &str, new: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let steps = steps(&old, &new);
    let is_near = |at: usize| {
        let near = at.saturating_sub(AROUND)..(at + AROUND + 1).min(steps.len());
        steps[near].iter().any(|step| !matches!(step, Step::Keep(_)))
    };
    let mut shown = String::new();
    for (at, step) in steps.iter().enumerate().filter(|(at, _)| is_near(*at)) {
        if at == 0 || !is_near(at - 1) {
            let before = steps[..at].iter().filter(|step| !matches!(step, Step::Add(_)));
            writeln!(shown, "line {}:", before.count() + 1).unwrap();
        }
        let (sign, line) = match step {
            Step::Keep(line) => (' ', line),
            Step::Remove(line) => ('-', line),
            Step::Add(line) => ('+', line),
        };
        writeln!(shown, "{sign} {line}").unwrap();
    }
    shown
}

/// The shortest way, by the longest common subsequence.
fn steps<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Step<'a>> {
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, from) in old.iter().enumerate().rev() {
        for (j, to) in new.iter().enumerate().rev() {
            common[i][j] = if from == to {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut steps) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            steps.push(Step::Keep(old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            steps.push(Step::Remove(old[i]));
            i += 1;
        } else {
            steps.push(Step::Add(new[j]));
            j += 1;
        }
    }
    steps
}

#[test]
fn only_what_differs_is_shown() {
    assert_eq!(between("a\nb\n", "a\nb\n"), "");
    let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    assert_eq!(
        between(old, &old.replace("5\n", "five\n")),
        "line 2:\n  2\n  3\n  4\n- 5\n+ five\n  6\n  7\n  8\n"
    );
    assert_eq!(
        between(old, &old.replace("1\n", "").replace("9\n", "9\n10\n")),
        "line 1:\n- 1\n  2\n  3\n  4\nline 7:\n  7\n  8\n  9\n+ 10\n"
    );
}
