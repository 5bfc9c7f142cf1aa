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
