#ifndef CRASTER_H
#define CRASTER_H

#include <stddef.h>
#include <stdint.h>

/// What came of a drawing. Everything but `craster_drawn` leaves a sentence in `message`.
typedef enum craster_outcome {
    craster_drawn = 0,
    craster_bad_size,
    craster_bad_svg,
    craster_no_memory,
    craster_drawing_failed,
    craster_encoding_failed,
    craster_bad_file,
} craster_outcome;

/// The smallest and the largest side of a picture, in pixels.
enum { craster_smallest_side = 16, craster_largest_side = 4096 };

/// One picture: its PNG bytes, or why there are none. Give it back with `craster_picture_free`.
typedef struct craster_picture {
    craster_outcome outcome;
    uint8_t *_Nullable bytes;
    size_t count;
    char message[160];
} craster_picture;

/// Draws an SVG document, which must bring everything it refers to, as a PNG.
///
/// Reentrant and without global state. Memory is bounded by the size: four bytes a pixel for the
/// surface, and at most a little more than that again for the PNG.
///
/// - Parameters:
///   - svg: UTF-8 text of the document; external references are not followed.
///   - count: length of `svg` in bytes.
///   - width, height: of the picture in pixels.
///   - is_transparent: keeps the background clear; otherwise it is white and the PNG has no alpha.
craster_picture craster_draw(
    const uint8_t *_Nonnull svg, size_t count, int width, int height, int is_transparent);

/// The pixels of a file: RGBA of 8 bits each in sRGB, not multiplied, row by row; or why there are
/// none. Give them back with `craster_pixels_free`.
typedef struct craster_pixels {
    craster_outcome outcome;
    uint8_t *_Nullable bytes;
    int width;
    int height;
    /// Whether the file has an alpha channel; without one every pixel is opaque.
    int has_alpha;
    char message[160];
} craster_pixels;

/// Reads a PNG or a JPEG that comes from outside and may be hostile.
///
/// Reentrant and without global state. The size is looked at before anything is allocated for it, and
/// whatever else the file holds is not read, so memory is bounded: four bytes a pixel, and six more
/// while a progressive JPEG is read.
///
/// - Parameters:
///   - bytes: the file.
///   - count: its length in bytes.
///   - largest_side: the most pixels that a side may have, up to `craster_largest_side`.
craster_pixels craster_decode(const uint8_t *_Nonnull bytes, size_t count, int largest_side);

/// Frees pixels; harmless when there are none.
void craster_pixels_free(craster_pixels *_Nonnull pixels);

/// Writes pixels as a PNG that holds them and nothing else.
///
/// - Parameters:
///   - rgba: RGBA of 8 bits each, not multiplied, `width` × `height` of them.
///   - has_alpha: keeps the alpha; otherwise it is left out, and the PNG has none.
craster_picture craster_encode(const uint8_t *_Nonnull rgba, int width, int height, int has_alpha);

/// Frees the bytes of a picture; harmless when there are none.
void craster_picture_free(craster_picture *_Nonnull picture);

#endif
