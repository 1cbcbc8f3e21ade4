#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>
// Relies on what stdio.h declares.
#include <jpeglib.h>

#include "Encoder.h"

/// A progressive JPEG may have so many scans that reading it takes for ever; real ones have a dozen.
enum { most_scans = 64 };

static void say(craster_pixels *pixels, craster_outcome outcome, const char *message) {
    pixels->outcome = outcome;
    snprintf(pixels->message, sizeof pixels->message, "%s", message);
}

/// Looks at the size before anything is allocated for it.
static int accept_size(craster_pixels *pixels, unsigned width, unsigned height, int largest_side) {
    if (width == 0 || height == 0 || width > (unsigned)largest_side || height > (unsigned)largest_side) {
        pixels->outcome = craster_bad_size;
        snprintf(pixels->message, sizeof pixels->message, "%u × %u pixels", width, height);
        return 0;
    }
    pixels->width = (int)width;
    pixels->height = (int)height;
    pixels->bytes = malloc((size_t)width * height * 4);
    if (pixels->bytes == NULL) say(pixels, craster_no_memory, "no memory for the pixels");
    return pixels->bytes != NULL;
}

static void decode_png(craster_pixels *pixels, const uint8_t *bytes, size_t count, int largest_side) {
    // This interface of libpng reads no chunk that says nothing about the pixels.
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes, count)) {
        say(pixels, craster_bad_file, image.message);
        return;
    }
    if (accept_size(pixels, image.width, image.height, largest_side)) {
        pixels->has_alpha = (image.format & PNG_FORMAT_FLAG_ALPHA) != 0;
        image.format = PNG_FORMAT_RGBA;
        if (!png_image_finish_read(&image, NULL, pixels->bytes, 0, NULL)) {
            say(pixels, craster_bad_file, image.message);
        }
    }
    png_image_free(&image);
}

/// Everything the JPEG decoder holds, in one place that outlives a `longjmp`.
typedef struct jpeg_decoder {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    craster_pixels *pixels;
    jmp_buf failed;
} jpeg_decoder;

static void on_jpeg_error(j_common_ptr jpeg) {
    jpeg_decoder *state = jpeg->client_data;
    char message[JMSG_LENGTH_MAX];
    (*jpeg->err->format_message)(jpeg, message);
    say(state->pixels, craster_bad_file, message);
    longjmp(state->failed, 1);
}

/// A warning is about damaged data, and a damaged picture is not delivered.
static void on_jpeg_message(j_common_ptr jpeg, int level) {
    if (level < 0) on_jpeg_error(jpeg);
}

static void on_jpeg_output(j_common_ptr jpeg) {
    (void)jpeg;
}

static void on_jpeg_progress(j_common_ptr jpeg) {
    jpeg_decoder *state = jpeg->client_data;
    if (state->jpeg.input_scan_number <= most_scans) return;
    say(state->pixels, craster_bad_file, "a JPEG of too many scans");
    longjmp(state->failed, 1);
}

static void prepare_jpeg(jpeg_decoder *state) {
    state->jpeg.err = jpeg_std_error(&state->errors);
    state->jpeg.client_data = state;
    state->errors.error_exit = on_jpeg_error;
    state->errors.emit_message = on_jpeg_message;
    state->errors.output_message = on_jpeg_output;
    state->progress.progress_monitor = on_jpeg_progress;
}

static void read_jpeg_rows(jpeg_decoder *state) {
    struct jpeg_decompress_struct *jpeg = &state->jpeg;
    jpeg->out_color_space = JCS_EXT_RGBA;
    jpeg_start_decompress(jpeg);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = state->pixels->bytes + (size_t)jpeg->output_scanline * jpeg->output_width * 4;
        jpeg_read_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_decompress(jpeg);
}

/// The only frame that a `longjmp` returns to; what it needs afterwards is not among its locals.
static void run_jpeg(jpeg_decoder *state, const uint8_t *bytes, size_t count, int largest_side) {
    if (setjmp(state->failed) != 0) return;
    jpeg_create_decompress(&state->jpeg);
    state->jpeg.client_data = state;
    state->jpeg.progress = &state->progress;
    jpeg_mem_src(&state->jpeg, bytes, count);
    jpeg_read_header(&state->jpeg, TRUE);
    if (state->jpeg.num_components != 1 && state->jpeg.num_components != 3) {
        say(state->pixels, craster_bad_file, "a JPEG of unusual colours");
    } else if (accept_size(
                   state->pixels, state->jpeg.image_width, state->jpeg.image_height, largest_side)) {
        read_jpeg_rows(state);
    }
}

static void decode_jpeg(craster_pixels *pixels, const uint8_t *bytes, size_t count, int largest_side) {
    jpeg_decoder *state = calloc(1, sizeof *state);
    if (state == NULL) {
        say(pixels, craster_no_memory, "no memory for the decoder");
        return;
    }
    state->pixels = pixels;
    prepare_jpeg(state);
    run_jpeg(state, bytes, count, largest_side);
    jpeg_destroy_decompress(&state->jpeg);
    free(state);
}

craster_pixels craster_decode(const uint8_t *bytes, size_t count, int largest_side) {
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}, jpeg[] = {0xFF, 0xD8, 0xFF};
    craster_pixels pixels = {.outcome = craster_drawn};
    if (largest_side < 1 || largest_side > craster_largest_side) {
        say(&pixels, craster_bad_size, "the limit is out of range");
    } else if (count > sizeof png && memcmp(bytes, png, sizeof png) == 0) {
        decode_png(&pixels, bytes, count, largest_side);
    } else if (count > sizeof jpeg && memcmp(bytes, jpeg, sizeof jpeg) == 0) {
        decode_jpeg(&pixels, bytes, count, largest_side);
    } else {
        say(&pixels, craster_bad_file, "neither PNG nor JPEG");
    }
    if (pixels.outcome != craster_drawn) craster_pixels_free(&pixels);
    return pixels;
}

void craster_pixels_free(craster_pixels *pixels) {
    free(pixels->bytes);
    pixels->bytes = NULL;
}

static void copy_rgba_row(const craster_source *source, int y, uint8_t *to) {
    memcpy(to, source->pixels + (size_t)y * source->stride, (size_t)source->width * 4);
}

static void copy_rgb_row(const craster_source *source, int y, uint8_t *to) {
    const uint8_t *from = source->pixels + (size_t)y * source->stride;
    for (int x = 0; x < source->width; x++, from += 4, to += 3) memcpy(to, from, 3);
}

craster_picture craster_encode(const uint8_t *rgba, int width, int height, int has_alpha) {
    craster_picture picture = {.outcome = craster_drawn};
    if (width < 1 || width > craster_largest_side || height < 1 || height > craster_largest_side) {
        craster_say(&picture, craster_bad_size, "the picture's size is out of range");
        return picture;
    }
    craster_source source = {
        .width = width,
        .height = height,
        .has_alpha = has_alpha,
        .copy_row = has_alpha ? copy_rgba_row : copy_rgb_row,
        .pixels = rgba,
        .stride = (size_t)width * 4,
    };
    craster_encode_source(&picture, &source);
    return picture;
}
