/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-pcm-reader.h"
#include "hearth-synthesizer.h"

#include <string.h>

static const gint16 wave[] = { 0, 100, -100, 32767, -32768, 5, 6, -7 };

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  guint32 le = GUINT32_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &le, 4);
}

static void
append_u16 (GByteArray *bytes, guint value)
{
  guint16 le = GUINT16_TO_LE ((guint16) value);

  g_byte_array_append (bytes, (const guint8 *) &le, 2);
}

/* A file as others write it; @said is what its head says of the size of its sound. */
static GByteArray *
make_file (guint tag, guint channels, guint rate, guint bits, guint32 said)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) "RIFF\0\0\0\0WAVELIST\3\0\0\0abc\0fmt ", 28);
  append_u32 (bytes, 16);
  append_u16 (bytes, tag);
  append_u16 (bytes, channels);
  append_u32 (bytes, rate);
  append_u32 (bytes, rate * channels * bits / 8);
  append_u16 (bytes, channels * bits / 8);
  append_u16 (bytes, bits);
  g_byte_array_append (bytes, (const guint8 *) "data", 4);
  append_u32 (bytes, said);
  return bytes;
}

/* Reads in pieces. Returns: (transfer full): the samples; @code is that of an error, or -1. */
static GArray *
read_in_pieces (HearthPcmReader *reader, const guint8 *data, gsize length, gsize piece, int *code)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (gint16));
  g_autoptr (GError) error = NULL;
  const gint16 *samples;
  gboolean ok = TRUE;
  gsize n;

  for (gsize at = 0; at < length && ok; at += piece) {
    ok = hearth_pcm_reader_feed (reader, data + at, MIN (piece, length - at), &error);
    samples = hearth_pcm_reader_get_samples (reader, &n);
    g_array_append_vals (all, samples, (guint) n);
    hearth_pcm_reader_clear (reader);
  }
  if (ok)
    hearth_pcm_reader_end (reader, &error);
  samples = hearth_pcm_reader_get_samples (reader, &n);
  g_array_append_vals (all, samples, (guint) n);
  *code = error != NULL ? error->code : -1;
  return all;
}

static void
assert_wave (GByteArray *file, guint rate)
{
  for (gsize piece = 1; piece <= file->len; piece++) {
    g_autoptr (HearthPcmReader) reader = hearth_pcm_reader_new_sniff (24000);
    int code;
    g_autoptr (GArray) all = read_in_pieces (reader, file->data, file->len, piece, &code);

    g_assert_cmpint (code, ==, -1);
    g_assert_cmpuint (hearth_pcm_reader_get_rate (reader), ==, rate);
    g_assert_cmpmem (all->data, all->len * 2, wave, sizeof wave);
  }
}

static void
append_wave (GByteArray *bytes, guint times)
{
  for (guint i = 0; i < G_N_ELEMENTS (wave); i++) {
    for (guint k = 0; k < times; k++)
      append_u16 (bytes, (guint16) wave[i]);
  }
}

static void
test_bare (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  append_wave (bytes, 1);
  assert_wave (bytes, 24000);
}

static void
test_stereo (void)
{
  g_autoptr (GByteArray) file = make_file (1, 2, 48000, 16, sizeof wave * 2);

  append_wave (file, 2);
  /* The title after it is not played. */
  g_byte_array_append (file, (const guint8 *) "LIST\4\0\0\0Noise", 13);
  assert_wave (file, 48000);
}

static void
test_streamed (void)
{
  static const guint32 sizes[] = { 0, 0xffffffff, 0x7fffffff };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GByteArray) file = make_file (1, 1, 22050, 16, sizes[i]);

    append_wave (file, 1);
    assert_wave (file, 22050);
  }
}

/* The same sound in more bits; one in the lowest of 24 or 32 is not heard. */
static void
test_forms (void)
{
  g_autoptr (GByteArray) s24 = make_file (1, 1, 16000, 24, sizeof wave / 2 * 3);
  g_autoptr (GByteArray) s32 = make_file (1, 1, 16000, 32, sizeof wave * 2);
  g_autoptr (GByteArray) f32 = make_file (3, 1, 16000, 32, 3 * 4);
  g_autoptr (HearthPcmReader) reader = hearth_pcm_reader_new_sniff (24000);
  static const gint16 expected[] = { 16383, -32767, 32767 };
  g_autoptr (GArray) all = NULL;
  int code;

  for (guint i = 0; i < G_N_ELEMENTS (wave); i++) {
    g_byte_array_append (s24, (const guint8 *) "\1", 1);
    append_u16 (s24, (guint16) wave[i]);
    append_u16 (s32, 1);
    append_u16 (s32, (guint16) wave[i]);
  }
  assert_wave (s24, 16000);
  assert_wave (s32, 16000);
  append_u32 (f32, 0x3f000000); /* 0.5 */
  append_u32 (f32, 0xbf800000); /* -1 */
  append_u32 (f32, 0x7149f2ca); /* 1e30 */
  all = read_in_pieces (reader, f32->data, f32->len, 5, &code);
  g_assert_cmpmem (all->data, all->len * 2, expected, sizeof expected);
}

static void
assert_code (GByteArray *file, int expected)
{
  for (gsize piece = 1; piece <= file->len; piece++) {
    g_autoptr (HearthPcmReader) reader = hearth_pcm_reader_new_sniff (24000);
    int code;
    g_autoptr (GArray) all = read_in_pieces (reader, file->data, file->len, piece, &code);

    g_assert_cmpint (code, ==, expected);
  }
}

static void
test_half (void)
{
  g_autoptr (GByteArray) file = make_file (1, 1, 22050, 16, 4000);

  append_wave (file, 1);
  assert_code (file, HEARTH_VOICE_ERROR_CUT_OFF);
  /* In the middle of the head. */
  g_byte_array_set_size (file, 40);
  assert_code (file, HEARTH_VOICE_ERROR_CUT_OFF);
}

static void
test_not_sound (void)
{
  static const char *const others[] = { "OggS\0\0\0\0", "{\"error\":\"no\"}", "<!DOCTYPE html>",
                                        "RIFF\0\0\0\0AVI LIST" };
  static const struct {
    guint tag, channels, rate, bits;
  } forms[] = { { 7, 1, 8000, 8 },   { 1, 0, 8000, 16 },  { 1, 9, 8000, 16 }, { 1, 1, 7999, 16 },
                { 1, 1, 96000, 16 }, { 1, 1, 16000, 12 }, { 3, 1, 16000, 16 } };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (GByteArray) file = g_byte_array_new ();

    g_byte_array_append (file, (const guint8 *) others[i], i == 3 ? 16 : 8);
    g_byte_array_append (file, (const guint8 *) "0123456789abcdef", 16);
    assert_code (file, HEARTH_VOICE_ERROR_BAD_REPLY);
  }
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (GByteArray) file =
        make_file (forms[i].tag, forms[i].channels, forms[i].rate, forms[i].bits, 100);

    append_wave (file, 1);
    assert_code (file, HEARTH_VOICE_ERROR_BAD_REPLY);
  }
}

static void
test_silence (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();

  g_byte_array_set_size (file, 100);
  memset (file->data, 0, 100);
  assert_code (file, HEARTH_VOICE_ERROR_BAD_REPLY);
}

/* A voice that does not end fails after the longest that a sentence can be, and what was taken is
 * not kept. */
static void
test_endless (void)
{
  g_autoptr (HearthPcmReader) reader = hearth_pcm_reader_new (8000, 1);
  g_autofree guint8 *piece = g_malloc (64 * 1024);
  g_autoptr (GError) error = NULL;
  gsize fed = 0;

  memset (piece, 7, 64 * 1024);
  while (hearth_pcm_reader_feed (reader, piece, 64 * 1024, &error)) {
    fed += 64 * 1024;
    hearth_pcm_reader_clear (reader);
    g_assert_cmpuint (fed, <=, 8000 * 2 * HEARTH_SYNTHESIS_SECONDS_MAX);
  }
  g_assert_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE);
}

static void
test_written (void)
{
  g_autoptr (GBytes) file = hearth_wave_new (wave, G_N_ELEMENTS (wave), 16000);
  g_autoptr (GByteArray) bytes = g_bytes_unref_to_array (g_bytes_ref (file));
  HearthWaveHead head;

  g_assert_cmpint (hearth_wave_head_read (&head, bytes->data, bytes->len), ==, HEARTH_WAVE_HEAD);
  g_assert_cmpuint (head.head_size, ==, 44);
  g_assert_cmpint (head.data_size, ==, sizeof wave);
  assert_wave (bytes, 16000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pcm-reader/bare", test_bare);
  g_test_add_func ("/pcm-reader/stereo", test_stereo);
  g_test_add_func ("/pcm-reader/streamed", test_streamed);
  g_test_add_func ("/pcm-reader/forms", test_forms);
  g_test_add_func ("/pcm-reader/half", test_half);
  g_test_add_func ("/pcm-reader/not-sound", test_not_sound);
  g_test_add_func ("/pcm-reader/silence", test_silence);
  g_test_add_func ("/pcm-reader/endless", test_endless);
  g_test_add_func ("/pcm-reader/written", test_written);
  return g_test_run ();
}
