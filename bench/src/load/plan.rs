//! Who gets how much: one account half of all, the others what Zipf leaves them.

use crate::text::Language;

/// What is to be loaded. The same plan gives the same data, but for ids and for the moment it is as of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Tasks in all.
    pub tasks: u64,
    /// Accounts to be made.
    pub accounts: u32,
    /// Where chance starts.
    pub seed: u64,
}

/// What one account gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AccountPlan {
    /// 0 for the biggest one.
    pub(super) number: u64,
    pub(super) seed: u64,
    pub(super) tasks: u64,
    pub(super) users: u64,
    pub(super) language: Language,
}

/// The smallest and the biggest team.
const USERS: (u64, u64) = (20, 200);

impl Plan {
    /// The accounts, biggest first.
    pub(super) fn accounts(&self) -> Vec<AccountPlan> {
        let others = u64::from(self.accounts.saturating_sub(1));
        let biggest = if others == 0 { self.tasks } else { self.tasks / 2 };
        let shares = shares(self.tasks - biggest, others);
        let all = std::iter::once(biggest)
            .chain(shares)
            .take(usize::try_from(self.accounts).unwrap_or(0));
        let plan = |(number, tasks): (u64, u64)| AccountPlan {
            number,
            seed: self.seed,
            tasks,
            users: USERS.0 + (USERS.1 - USERS.0) * tasks / biggest.max(1),
            language: if number.is_multiple_of(2) {
                Language::German
            } else {
                Language::English
            },
        };
        (0..).zip(all).map(plan).collect()
    }
}

/// Shares of a number that go down as Zipf has it; what is left over goes to the first.
fn shares(number: u64, into: u64) -> Vec<u64> {
    let weight = |rank: u64| 1_000_000 / rank;
    let all: u64 = (1..=into).map(weight).sum();
    let mut shares: Vec<u64> = (1..=into).map(|rank| number * weight(rank) / all).collect();
    let left = number - shares.iter().sum::<u64>();
    if let Some(first) = shares.first_mut() {
        *first += left;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_half_is_one_accounts() {
        for (tasks, accounts) in [(1_000_000, 20), (3_001, 4), (10, 1), (7, 3), (5_000_000, 20)] {
            let plan = Plan {
                tasks,
                accounts,
                seed: 1,
            };
            let made = plan.accounts();
            assert_eq!(made.len(), usize::try_from(accounts).unwrap());
            assert_eq!(made.iter().map(|account| account.tasks).sum::<u64>(), tasks);
            assert!(
                made.iter().all(|account| (20..=200).contains(&account.users)),
                "{made:?}"
            );
            assert!(
                made.windows(2)
                    .all(|pair| pair[0].tasks >= pair[1].tasks || tasks < 100),
                "{made:?}"
            );
        }
        let made = Plan {
            tasks: 1_000_000,
            accounts: 20,
            seed: 1,
        }
        .accounts();
        assert_eq!((made[0].tasks, made[0].users), (500_000, 200));
    }
}
