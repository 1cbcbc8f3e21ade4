#include "CRaster.h"

#include <librsvg/rsvg.h>
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

static void say(craster_picture *picture, craster_outcome outcome, const char *message) {
    picture->outcome = outcome;
    snprintf(picture->message, sizeof picture->message, "%s", message);
}

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

/// Cairo keeps colours multiplied by alpha; PNG wants them whole. Most pixels are fully clear or
/// fully opaque, which cost no division.
static void copy_row_with_alpha(uint8_t *to, const uint32_t *from, int width) {
    for (int x = 0; x < width; x++, to += 4) {
        uint32_t pixel = from[x], alpha = pixel >> 24;
        uint32_t red = pixel >> 16 & 255, green = pixel >> 8 & 255, blue = pixel & 255;
        if (alpha == 0) {
            memset(to, 0, 4);
            continue;
        }
        if (alpha != 255) {
            uint32_t half = alpha / 2;
            red = (red * 255 + half) / alpha;
            green = (green * 255 + half) / alpha;
            blue = (blue * 255 + half) / alpha;
        }
        to[0] = (uint8_t)red;
        to[1] = (uint8_t)green;
        to[2] = (uint8_t)blue;
        to[3] = (uint8_t)alpha;
    }
}

static void copy_row_opaque(uint8_t *to, const uint32_t *from, int width) {
    for (int x = 0; x < width; x++, to += 3) {
        to[0] = (uint8_t)(from[x] >> 16);
        to[1] = (uint8_t)(from[x] >> 8);
        to[2] = (uint8_t)from[x];
    }
}

/// Cairo paints a gradient in a few hundred colours, so the same runs of pixels come back: rows
/// as they are pack smaller, and in less time, than differences from their neighbours.
static void choose_compression(png_structp png) {
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, 5);
    png_set_compression_strategy(png, Z_DEFAULT_STRATEGY);
    png_set_compression_buffer_size(png, 64 * 1024);
}

static void write_rows(png_structp png, encoder *state, cairo_surface_t *surface, int has_alpha) {
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    int stride = cairo_image_surface_get_stride(surface);
    const uint8_t *pixels = cairo_image_surface_get_data(surface);
    for (int y = 0; y < height; y++) {
        const uint32_t *from = (const uint32_t *)(const void *)(pixels + (size_t)y * (size_t)stride);
        if (has_alpha) copy_row_with_alpha(state->row, from, width);
        else copy_row_opaque(state->row, from, width);
        png_write_row(png, state->row);
    }
}

static void write_picture(encoder *state, cairo_surface_t *surface, int has_alpha) {
    png_set_write_fn(state->png, state, on_png_bytes, on_png_flush);
    png_set_IHDR(
        state->png, state->info, (png_uint_32)cairo_image_surface_get_width(surface),
        (png_uint_32)cairo_image_surface_get_height(surface), 8,
        has_alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    choose_compression(state->png);
    png_write_info(state->png, state->info);
    write_rows(state->png, state, surface, has_alpha);
    png_write_end(state->png, state->info);
}

/// The only frame that a `longjmp` returns to; what it needs afterwards is not among its locals.
static int encode(encoder *state, cairo_surface_t *surface, int has_alpha) {
    if (setjmp(state->failed) != 0) {
        png_destroy_write_struct(&state->png, &state->info);
        return 0;
    }
    state->png = png_create_write_struct(
        PNG_LIBPNG_VER_STRING, state, on_png_error, on_png_warning);
    if (state->png != NULL) state->info = png_create_info_struct(state->png);
    if (state->info != NULL) write_picture(state, surface, has_alpha);
    int is_written = state->info != NULL;
    png_destroy_write_struct(&state->png, &state->info);
    return is_written;
}

static void encode_picture(craster_picture *picture, cairo_surface_t *surface, int has_alpha) {
    size_t width = (size_t)cairo_image_surface_get_width(surface);
    size_t height = (size_t)cairo_image_surface_get_height(surface);
    encoder state = {.message = picture->message, .message_size = sizeof picture->message};
    state.row = malloc(width * 4);
    state.output.limit = width * height * 5 + 64 * 1024;
    state.output.capacity = width * height / 4 + 4096;
    state.output.bytes = malloc(state.output.capacity);
    if (state.row == NULL || state.output.bytes == NULL) {
        say(picture, craster_no_memory, "no memory for the PNG");
        free(state.output.bytes);
    } else if (encode(&state, surface, has_alpha)) {
        picture->bytes = state.output.bytes;
        picture->count = state.output.count;
    } else {
        picture->outcome = craster_encoding_failed;
        free(state.output.bytes);
    }
    free(state.row);
}

static int fail_with(craster_picture *picture, craster_outcome outcome, GError *error) {
    say(picture, outcome, error != NULL ? error->message : "no reason given");
    g_clear_error(&error);
    return 0;
}

static int draw_on(
    cairo_surface_t *surface, RsvgHandle *handle, int is_transparent, craster_picture *picture) {
    cairo_t *context = cairo_create(surface);
    if (!is_transparent) {
        cairo_set_source_rgb(context, 1, 1, 1);
        cairo_paint(context);
    }
    RsvgRectangle viewport = {
        0, 0, cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface)};
    GError *error = NULL;
    int drawn = rsvg_handle_render_document(handle, context, &viewport, &error);
    cairo_status_t status = cairo_status(context);
    cairo_destroy(context);
    cairo_surface_flush(surface);
    if (!drawn) return fail_with(picture, craster_drawing_failed, error);
    if (status != CAIRO_STATUS_SUCCESS) {
        say(picture, craster_drawing_failed, cairo_status_to_string(status));
        return 0;
    }
    return 1;
}

craster_picture craster_draw(
    const uint8_t *svg, size_t count, int width, int height, int is_transparent) {
    craster_picture picture = {.outcome = craster_drawn};
    if (width < craster_smallest_side || width > craster_largest_side
        || height < craster_smallest_side || height > craster_largest_side) {
        say(&picture, craster_bad_size, "the picture's size is out of range");
        return picture;
    }
    GError *error = NULL;
    // Without a base URL librsvg follows no reference to anything outside the document.
    RsvgHandle *handle = rsvg_handle_new_from_data(svg, count, &error);
    if (handle == NULL) {
        fail_with(&picture, craster_bad_svg, error);
        return picture;
    }
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        say(&picture, craster_no_memory, "no memory for the picture");
    } else if (draw_on(surface, handle, is_transparent, &picture)) {
        encode_picture(&picture, surface, is_transparent);
    }
    cairo_surface_destroy(surface);
    g_object_unref(handle);
    return picture;
}

void craster_picture_free(craster_picture *picture) {
    free(picture->bytes);
    picture->bytes = NULL;
    picture->count = 0;
}
