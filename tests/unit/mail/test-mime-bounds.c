/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime.h"
#include "mail-test.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* What no single file may cost. */
#define MAX_SECONDS 2.0
#define MAX_GROWTH_KIB (64 * 1024)

/* The sanitizers keep freed memory and make all of it slower. */
#if defined(__SANITIZE_ADDRESS__)
#define SLACK 8
#else
#define SLACK 1
#endif

#define HEAD "From: a@b.example\r\nSubject: bounds\r\nDate: Mon, 02 Jun 2025 10:00:00 +0200\r\n"

typedef void (*Writer) (int fd);

static void
put (int fd, const char *text, gssize size)
{
  gsize left = size < 0 ? strlen (text) : (gsize) size;

  while (left > 0) {
    gssize n = write (fd, text, left);

    g_assert_cmpint (n, >, 0);
    text += n;
    left -= n;
  }
}

static void
put_string (int fd, GString *text)
{
  put (fd, text->str, text->len);
  g_string_free (text, TRUE);
}

static void
write_deep (int fd)
{
  GString *text = g_string_new (HEAD);

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "Content-Type: multipart/mixed; boundary=b%u\r\n\r\n--b%u\r\n", i,
                            i);
  g_string_append (text, "\r\nat the bottom\r\n");
  for (guint i = 1000; i-- > 0;)
    g_string_append_printf (text, "--b%u--\r\n", i);
  put_string (fd, text);
}

static void
write_deep_messages (int fd)
{
  GString *text = g_string_new (HEAD);

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "Content-Type: message/rfc822\r\n\r\n");
  g_string_append (text, "\r\nat the bottom\r\n");
  put_string (fd, text);
}

static void
write_many_parts (int fd)
{
  GString *text = g_string_new (HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\nstart\r\n");

  for (guint i = 0; i < 2000000; i++)
    g_string_append (text, "--b\r\n\r\nx\r\n");
  put_string (fd, text);
}

static void
write_many_headers (int fd)
{
  GString *text = g_string_new (HEAD);

  for (guint i = 0; i < 5000000; i++)
    g_string_append (text, "X: y\r\n");
  put_string (fd, text);
}

static void
write_long_header (int fd)
{
  GString *text = g_string_new (HEAD "To: ");

  for (guint i = 0; i < 500000; i++)
    g_string_append_printf (text, "\"n%u\" <a%u@b.example>,\r\n ", i, i);
  g_string_append (text, "z@b.example\r\n\r\nbody\r\n");
  put_string (fd, text);
}

static void
write_long_words (int fd)
{
  GString *text = g_string_new (HEAD "Subject: ");

  for (guint i = 0; i < 50000; i++)
    g_string_append (text, "=?utf-8?q?=C3?= =?");
  g_string_append (text, "\r\nReferences: ");
  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "<%u@x> ", i);
  g_string_append (text, "\r\nContent-Type: text/plain; ");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "name*%u*=a; ", i);
  g_string_append (text, "\r\n\r\nbody\r\n");
  put_string (fd, text);
}

static void
write_sparse (int fd)
{
  put (fd, HEAD "\r\nfirst words\r\n", -1);
  g_assert_cmpint (ftruncate (fd, 200 * 1024 * 1024), ==, 0);
}

static void
write_nothing_but_nul (int fd)
{
  g_assert_cmpint (ftruncate (fd, 200 * 1024 * 1024), ==, 0);
}

static void
write_large_attachment (int fd)
{
  GString *lines = g_string_new (NULL);

  put (fd,
       HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst words\r\n--b\r\n"
            "Content-Type: video/mp4; name=film.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n",
       -1);
  for (guint i = 0; i < 10000; i++)
    g_string_append (
        lines, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg==\r\n");
  for (guint i = 0; i < 70; i++)
    put (fd, lines->str, lines->len);
  put (fd, "--b\r\nContent-Type: application/pdf; name=second.pdf\r\n\r\nx\r\n--b--\r\n", -1);
  g_string_free (lines, TRUE);
}

static void
write_large_text (int fd)
{
  GString *text = g_string_new (HEAD "\r\nfirst words\r\n");

  while (text->len < 20 * 1024 * 1024)
    g_string_append (text,
                     "A line of a very long log, of which nobody reads all.\r\n> From that\r\n");
  put_string (fd, text);
}

static void
write_html_bomb (int fd)
{
  GString *text = g_string_new (HEAD "Content-Type: text/html\r\n\r\n<p>first words</p>");

  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "<table><tr><td style='color:red'><a href='http://x/&amp;'>");
  put_string (fd, text);
}

static void
write_html_attributes (int fd)
{
  GString *text = g_string_new (HEAD "Content-Type: text/html\r\n\r\n<p>first words</p>");

  for (guint k = 0; k < 400; k++) {
    g_string_append (text, "<p ");
    for (guint i = 0; i < 1000; i++)
      g_string_append_printf (text, "a%u ", i);
    g_string_append (text, ">");
  }
  put_string (fd, text);
}

static void
write_binary (int fd)
{
  GString *text = g_string_sized_new (8 * 1024 * 1024);
  guint32 state = 1;

  for (guint i = 0; i < 8 * 1024 * 1024; i++) {
    state = state * 1664525 + 1013904223;
    g_string_append_c (text, state >> 24);
  }
  put_string (fd, text);
}

static void
write_bad_charset (int fd)
{
  GString *text = g_string_new (HEAD "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n");

  for (guint i = 0; i < 4 * 1024 * 1024; i++)
    g_string_append_c (text, i % 3 == 0 ? '\x1b' : '\xff');
  put_string (fd, text);
}

static void
write_boundary_lines (int fd)
{
  GString *text = g_string_new (HEAD);

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "Content-Type: multipart/mixed; boundary=%0*u\r\n\r\n--%0*u\r\n",
                            70, i, 70, i);
  g_string_append (text, "\r\nfirst words\r\n");
  for (guint i = 0; i < 600000; i++)
    g_string_append (text, "--0000000000000000000000000000000000000000000000\r\n");
  put_string (fd, text);
}

static const struct {
  const char *name;
  Writer writer;
  const char *text; /* what must be in the text, or NULL */
  gboolean truncated;
} cases[] = {
  { "deep", write_deep, NULL, TRUE },
  { "deep-messages", write_deep_messages, NULL, TRUE },
  { "many-parts", write_many_parts, "x", TRUE },
  { "many-headers", write_many_headers, NULL, TRUE },
  { "long-header", write_long_header, "body", TRUE },
  { "long-words", write_long_words, "body", TRUE },
  { "sparse-200-mb", write_sparse, "first words", TRUE },
  { "nul-200-mb", write_nothing_but_nul, NULL, TRUE },
  { "large-attachment", write_large_attachment, "first words", FALSE },
  { "large-text", write_large_text, "first words", TRUE },
  { "html-bomb", write_html_bomb, "first words", TRUE },
  { "html-attributes", write_html_attributes, "first words", TRUE },
  { "binary", write_binary, NULL, TRUE },
  { "bad-charset", write_bad_charset, NULL, TRUE },
  { "boundary-lines", write_boundary_lines, "first words", TRUE },
};

/* The peak of this program's memory in KiB. Not ru_maxrss, which is kept over an exec and so is
 * that of the process which started this one. */
static long
get_peak (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return strtol (line + strlen ("VmHWM:"), NULL, 10);
}

/* Runs in a process of its own, whose peak of memory is that of this one message. */
static int
parse_alone (const char *path, guint i)
{
  struct rusage before, after;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMessage) warm = hearth_mime_parse_bytes ((const guint8 *) HEAD "\r\nx", 10, 1);
  g_autoptr (HearthMessage) message = NULL;
  double seconds;
  long peak, growth;

  peak = get_peak ();
  getrusage (RUSAGE_SELF, &before);
  message = hearth_mime_parse_file (path, &error);
  getrusage (RUSAGE_SELF, &after);
  growth = get_peak () - peak;
  if (message == NULL)
    return 2;
  seconds = after.ru_utime.tv_sec - before.ru_utime.tv_sec +
            (after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1e6 + after.ru_stime.tv_sec -
            before.ru_stime.tv_sec + (after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6;
  g_printerr ("# %s: %.3f s, %ld KiB, %u attachments\n", cases[i].name, seconds, growth,
              message->attachments->len);
  if (seconds > MAX_SECONDS * SLACK)
    return 3;
  if (growth > MAX_GROWTH_KIB * SLACK)
    return 4;
  if (!g_utf8_validate (message->text, -1, NULL))
    return 5;
  if (cases[i].text != NULL && strstr (message->text, cases[i].text) == NULL)
    return 6;
  if (((message->marks & HEARTH_MARK_TRUNCATED) != 0) != cases[i].truncated)
    return 7;
  if (g_str_equal (cases[i].name, "large-attachment") && message->attachments->len != 2)
    return 8;
  return 0;
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  char *dir = mail_test_dir_new ();
  g_autofree char *path = g_build_filename (dir, "message", NULL);
  g_autofree char *number = g_strdup_printf ("%u", i);
  const char *argv[] = { "/proc/self/exe", "--parse", path, number, NULL };
  g_autoptr (GError) error = NULL;
  int fd = g_open (path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  int status;

  g_assert_cmpint (fd, >=, 0);
  cases[i].writer (fd);
  close (fd);
  /* Not by a fork of this process, whose own peak the child would inherit. */
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL,
                               NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  mail_test_dir_remove (dir);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--parse"))
    return parse_alone (argv[2], atoi (argv[3]));
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = g_strconcat ("/mail/mime-bounds/", cases[i].name, NULL);

    g_test_add_data_func (name, GUINT_TO_POINTER (i), test_case);
  }
  return g_test_run ();
}
