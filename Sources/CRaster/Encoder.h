#ifndef CRASTER_ENCODER_H
#define CRASTER_ENCODER_H

#include "CRaster.h"

/// Where the encoder gets its rows from.
typedef struct craster_source {
    int width;
    int height;
    int has_alpha;
    /// Whether many pixels are the same, as in a drawing, rather than none, as in a photograph.
    int is_flat;
    /// Writes a row of RGBA, or of RGB without alpha, of 8 bits each and not multiplied.
    void (*_Nonnull copy_row)(const struct craster_source *_Nonnull, int y, uint8_t *_Nonnull to);
    const uint8_t *_Nonnull pixels;
    size_t stride;
} craster_source;

/// Puts the PNG of a source into a picture, or why there is none.
void craster_encode_source(craster_picture *_Nonnull picture, const craster_source *_Nonnull source);

/// Notes what came of a picture, and why.
void craster_say(craster_picture *_Nonnull picture, craster_outcome outcome, const char *_Nonnull message);

#endif
