#include "CRaster.h"

#include <librsvg/rsvg.h>
#include <stdlib.h>
#include <string.h>

#include "Encoder.h"

static const uint32_t *row_of(const craster_source *source, int y) {
    return (const uint32_t *)(const void *)(source->pixels + (size_t)y * source->stride);
}

/// Cairo keeps colours multiplied by alpha; PNG wants them whole. Most pixels are fully clear or
/// fully opaque, which cost no division.
static void copy_row_with_alpha(const craster_source *source, int y, uint8_t *to) {
    const uint32_t *from = row_of(source, y);
    for (int x = 0; x < source->width; x++, to += 4) {
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

static void copy_row_opaque(const craster_source *source, int y, uint8_t *to) {
    const uint32_t *from = row_of(source, y);
    for (int x = 0; x < source->width; x++, to += 3) {
        to[0] = (uint8_t)(from[x] >> 16);
        to[1] = (uint8_t)(from[x] >> 8);
        to[2] = (uint8_t)from[x];
    }
}

static void encode_picture(craster_picture *picture, cairo_surface_t *surface, int has_alpha) {
    craster_source source = {
        .width = cairo_image_surface_get_width(surface),
        .height = cairo_image_surface_get_height(surface),
        .has_alpha = has_alpha,
        .is_flat = 1,
        .copy_row = has_alpha ? copy_row_with_alpha : copy_row_opaque,
        .pixels = cairo_image_surface_get_data(surface),
        .stride = (size_t)cairo_image_surface_get_stride(surface),
    };
    craster_encode_source(picture, &source);
}

static int fail_with(craster_picture *picture, craster_outcome outcome, GError *error) {
    craster_say(picture, outcome, error != NULL ? error->message : "no reason given");
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
        craster_say(picture, craster_drawing_failed, cairo_status_to_string(status));
        return 0;
    }
    return 1;
}

craster_picture craster_draw(
    const uint8_t *svg, size_t count, int width, int height, int is_transparent) {
    craster_picture picture = {.outcome = craster_drawn};
    if (width < craster_smallest_side || width > craster_largest_side
        || height < craster_smallest_side || height > craster_largest_side) {
        craster_say(&picture, craster_bad_size, "the picture's size is out of range");
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
        craster_say(&picture, craster_no_memory, "no memory for the picture");
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
