//! Readings: the moment of the first use, kept until it is closed.

mod activities;
mod catalogue;
mod list;
mod people;
mod reading;
mod records;
mod task_overview;
mod tasks;

pub(crate) use reading::MemoryReading;
