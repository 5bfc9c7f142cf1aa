//! Bitmaps of places as they are stored.

use application::StoreError;
use roaring::RoaringBitmap;

/// From the portable format of Roaring bitmaps.
pub(super) fn read(bytes: &[u8]) -> Result<RoaringBitmap, StoreError> {
    RoaringBitmap::deserialize_from(bytes).map_err(StoreError::broken)
}

/// Into the portable format of Roaring bitmaps.
pub(super) fn write(places: &RoaringBitmap) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::with_capacity(places.serialized_size());
    places.serialize_into(&mut bytes).map_err(StoreError::broken)?;
    Ok(bytes)
}

/// Bytes of the head of a bitmap that tell how many places there are.
pub(super) const HEAD: i32 = 12;

/// How many places a bitmap of one segment has, by its head: what it begins with, that it has one container, and which one,
/// of how many places but one. (Containers of runs, which nothing here makes, begin otherwise.)
pub(super) fn number(head: &[u8]) -> Option<u32> {
    const BEGIN: [u8; 8] = [0x3a, 0x30, 0, 0, 1, 0, 0, 0];
    let (begin, container) = head.split_first_chunk()?;
    let [_, _, low, high] = container.first_chunk()?;
    (begin == &BEGIN).then(|| u32::from(u16::from_le_bytes([*low, *high])) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_bitmap_tells_how_many_places_it_has() {
        for (first, many) in [(0, 1), (70_000, 4_096), (70_000, 4_097), (131_072, 65_536)] {
            let places: RoaringBitmap = (first..first + many).collect();
            let bytes = write(&places).unwrap();
            let head = &bytes[..usize::try_from(HEAD).unwrap()];
            assert_eq!(number(head), Some(many));
        }
    }

    #[test]
    fn what_is_no_head_of_one_segment_tells_nothing() {
        let two: RoaringBitmap = [1, 70_000].into_iter().collect();
        assert_eq!(number(&write(&two).unwrap()), None);
        assert_eq!(number(&[]), None);
        assert_eq!(number(&[0x3a, 0x30, 0, 0, 1, 0, 0, 0, 1]), None);
    }
}
