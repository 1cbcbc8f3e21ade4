#include "Encoder.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/// A growing run of bytes that never exceeds its limit.
typedef struct byte_buffer {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
    size_t limit;
} byte_buffer;

/// Everything the encoder holds, in one place that outlives a `longjmp`.
typedef struct encoder {
    byte_buffer output;
    uint8_t *row;
    char *message;
    size_t message_size;
    png_structp png;
    png_infop info;
    jmp_buf failed;
} encoder;

static int append(byte_buffer *buffer, const uint8_t *bytes, size_t count) {
    if (count > buffer->limit - buffer->count) return 0;
    if (buffer->count + count > buffer->capacity) {
        size_t wanted = buffer->capacity * 2 > buffer->count + count
            ? buffer->capacity * 2 : buffer->count + count;
        if (wanted > buffer->limit) wanted = buffer->limit;
        uint8_t *grown = realloc(buffer->bytes, wanted);
        if (grown == NULL) return 0;
        buffer->bytes = grown;
        buffer->capacity = wanted;
    }
    memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
    return 1;
}

static void on_png_error(png_structp png, png_const_charp message) {
    encoder *state = png_get_error_ptr(png);
    snprintf(state->message, state->message_size, "%s", message);
    longjmp(state->failed, 1);
}

static void on_png_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void on_png_bytes(png_structp png, png_bytep bytes, size_t count) {
    encoder *state = png_get_io_ptr(png);
    if (!append(&state->output, bytes, count)) png_error(png, "no memory for the PNG");
}

static void on_png_flush(png_structp png) {
    (void)png;
}

/// Cairo paints a gradient in a few hundred colours, so the same runs of pixels come back: rows
/// as they are pack smaller, and in less time, than differences from their neighbours. In the
/// pictures of a provider no two pixels are the same, and only differences pack at all.
static void choose_compression(png_structp png, int is_flat) {
    png_set_filter(
        png, PNG_FILTER_TYPE_BASE, is_flat ? PNG_FILTER_NONE : PNG_FILTER_SUB | PNG_FILTER_UP);
    png_set_compression_level(png, is_flat ? 5 : 4);
    png_set_compression_strategy(png, is_flat ? Z_DEFAULT_STRATEGY : Z_FILTERED);
    png_set_compression_buffer_size(png, 64 * 1024);
}

static void write_picture(encoder *state, const craster_source *source) {
    png_set_write_fn(state->png, state, on_png_bytes, on_png_flush);
    png_set_IHDR(
        state->png, state->info, (png_uint_32)source->width, (png_uint_32)source->height, 8,
        source->has_alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    choose_compression(state->png, source->is_flat);
    png_write_info(state->png, state->info);
    for (int y = 0; y < source->height; y++) {
        source->copy_row(source, y, state->row);
        png_write_row(state->png, state->row);
    }
    png_write_end(state->png, state->info);
}

/// The only frame that a `longjmp` returns to; what it needs afterwards is not among its locals.
static int encode(encoder *state, const craster_source *source) {
    if (setjmp(state->failed) != 0) {
        png_destroy_write_struct(&state->png, &state->info);
        return 0;
    }
    state->png = png_create_write_struct(
        PNG_LIBPNG_VER_STRING, state, on_png_error, on_png_warning);
    if (state->png != NULL) state->info = png_create_info_struct(state->png);
    if (state->info != NULL) write_picture(state, source);
    int is_written = state->info != NULL;
    png_destroy_write_struct(&state->png, &state->info);
    return is_written;
}

void craster_encode_source(craster_picture *picture, const craster_source *source) {
    size_t width = (size_t)source->width, height = (size_t)source->height;
    encoder state = {.message = picture->message, .message_size = sizeof picture->message};
    state.row = malloc(width * 4);
    state.output.limit = width * height * 5 + 64 * 1024;
    state.output.capacity = width * height / 4 + 4096;
    state.output.bytes = malloc(state.output.capacity);
    if (state.row == NULL || state.output.bytes == NULL) {
        craster_say(picture, craster_no_memory, "no memory for the PNG");
        free(state.output.bytes);
    } else if (encode(&state, source)) {
        picture->bytes = state.output.bytes;
        picture->count = state.output.count;
    } else {
        picture->outcome = craster_encoding_failed;
        free(state.output.bytes);
    }
    free(state.row);
}

void craster_say(craster_picture *picture, craster_outcome outcome, const char *message) {
    picture->outcome = outcome;
    snprintf(picture->message, sizeof picture->message, "%s", message);
}
