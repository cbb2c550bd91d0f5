/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tools-private.h"

#include <sched.h>
#include <string.h>
#include <sys/resource.h>

#include "hearth-html-text.h"
#include "hearth-mime-charset.h"
#include "hearth-mime.h"
#include "hearth-store-messages.h"

/* The text of an attachment. A PDF is read by pdftotext of poppler, where it is installed: a
 * program of its own, since the format is large and its readers have had holes; it gets the bytes
 * through a pipe, little memory and time, no file that it could write, and no network where the
 * system lets us take that away. */

#define MAX_SIZE (20 * 1024 * 1024)
#define MAX_TEXT 10000
#define PDF_SECONDS 10
#define PDF_OUTPUT (64 * 1024)
#define PDF_MEMORY (1024u * 1024 * 1024)

typedef struct {
  HearthToolContext *context;         /* NULL once it was stopped */
  HearthMessage *message;             /* (owned) */
  const HearthAttachment *attachment; /* of the message */
  HearthToolDone done;
  gpointer user_data;
  GSource
      *stop; /* (owned) (nullable): tells of it when the owner stops, while the mail is fetched */
  guint timeout;
  GSubprocess *program; /* (owned) (nullable) */
  GBytes *content;      /* (owned) (nullable): what the program reads */
  char *text;           /* (owned) (nullable): what it writes: PDF_OUTPUT bytes */
} Reading;

static void
unwatch (Reading *self)
{
  if (self->stop != NULL)
    g_source_destroy (self->stop);
  g_clear_pointer (&self->stop, g_source_unref);
}

static void
reading_clear (gpointer data)
{
  Reading *self = data;

  unwatch (self);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->program);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self->text);
  hearth_message_unref (self->message);
}

static void
reading_unref (Reading *self)
{
  g_rc_box_release_full (self, reading_clear);
}

static void
finish_failed (Reading *self, const char *why)
{
  g_autofree char *result = hearth_tool_fail (why);

  self->done (result, self->user_data);
  reading_unref (self);
}

static void
finish_text (Reading *self, const char *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  HearthToolRun run = { .context = self->context,
                        .builder = builder,
                        .left = HEARTH_TOOLS_MAX_RESULT - 400 };
  g_autofree char *result = NULL;

  hearth_tool_begin (&run, "attachments");
  json_builder_begin_object (builder);
  hearth_tool_add_id (&run, "message", self->message->id);
  hearth_tool_add_person (&run, "from", self->message->from);
  hearth_tool_add_string (&run, "name", self->attachment->name);
  hearth_tool_add_clipped (&run, "text", text, MAX_TEXT);
  json_builder_end_object (builder);
  hearth_tool_show_message (&run, self->message, FALSE);
  /* Whoever sends a file on did not write it. */
  hearth_tool_note (&run, HEARTH_LABEL_EXTERNAL);
  result = hearth_tool_end (&run);
  self->done (result, self->user_data);
  reading_unref (self);
}

static void
limit (int what, rlim_t most)
{
  struct rlimit bound = { most, most };

  (void) setrlimit (what, &bound);
}

/* In the child, between fork and exec: system calls only. */
static void
confine_cb (gpointer user_data)
{
  limit (RLIMIT_AS, PDF_MEMORY);
  limit (RLIMIT_CPU, PDF_SECONDS);
  limit (RLIMIT_FSIZE, 0);
  limit (RLIMIT_CORE, 0);
  (void) unshare (CLONE_NEWUSER | CLONE_NEWNET);
}

static gboolean
pdf_timeout_cb (gpointer user_data)
{
  Reading *self = user_data;

  self->timeout = 0;
  g_subprocess_force_exit (self->program);
  return G_SOURCE_REMOVE;
}

static void
pdf_written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  /* It may have ended before it read all: what it wrote decides. */
  (void) g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL);
  (void) g_output_stream_close (G_OUTPUT_STREAM (object), NULL, NULL);
  reading_unref (user_data);
}

static void
pdf_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Reading *self = user_data;
  g_autofree char *text = NULL;
  gsize size = 0;

  (void) g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &size, NULL);
  /* More than this is not read, however much there is. */
  g_subprocess_force_exit (self->program);
  text = g_utf8_make_valid (self->text, (gssize) size);
  g_strstrip (text);
  if (*text == '\0')
    finish_failed (self, "No text could be read from this PDF.");
  else
    finish_text (self, text);
}

static void
read_pdf (Reading *self, GBytes *content)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  const void *bytes;
  gsize size;

  if (program == NULL) {
    finish_failed (self, "PDF cannot be read here: pdftotext is not installed.");
    return;
  }
  g_subprocess_launcher_set_child_setup (launcher, confine_cb, NULL, NULL);
  self->program = g_subprocess_launcher_spawn (launcher, NULL, program, "-q", "-nopgbrk", "-l",
                                               "30", "-enc", "UTF-8", "-", "-", NULL);
  if (self->program == NULL) {
    finish_failed (self, "PDF cannot be read here: pdftotext could not be started.");
    return;
  }
  self->timeout = g_timeout_add_seconds (PDF_SECONDS, pdf_timeout_cb, self);
  self->content = g_bytes_ref (content);
  self->text = g_malloc0 (PDF_OUTPUT);
  bytes = g_bytes_get_data (content, &size);
  g_output_stream_write_all_async (g_subprocess_get_stdin_pipe (self->program), bytes, size,
                                   G_PRIORITY_DEFAULT, NULL, pdf_written_cb,
                                   g_rc_box_acquire (self));
  g_input_stream_read_all_async (g_subprocess_get_stdout_pipe (self->program), self->text,
                                 PDF_OUTPUT, G_PRIORITY_DEFAULT, self->context->cancellable,
                                 pdf_read_cb, self);
}

static void
read_content (Reading *self, GBytes *content, const char *type)
{
  gsize size;
  const char *bytes = g_bytes_get_data (content, &size);
  g_autofree char *decoded = NULL;
  g_autofree char *text = NULL;

  if (size > MAX_SIZE) {
    finish_failed (self, "This attachment is too large to be read.");
  } else if (strcmp (type, "application/pdf") == 0) {
    read_pdf (self, content);
  } else if (strcmp (type, "text/html") == 0) {
    HearthHtmlFindings findings;

    decoded = hearth_mime_to_utf8 ((const guint8 *) bytes, size, NULL);
    text = hearth_html_to_text (decoded, strlen (decoded), 4 * MAX_TEXT, &findings);
    finish_text (self, text);
  } else if (g_str_has_prefix (type, "text/") || strcmp (type, "application/json") == 0) {
    text = hearth_mime_to_utf8 ((const guint8 *) bytes, MIN (size, 4 * MAX_TEXT), NULL);
    finish_text (self, text);
  } else {
    finish_failed (self, "This kind of attachment cannot be read as text.");
  }
}

/* The server may take its time; nobody waits for it any more. */
static gboolean
stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  Reading *self = user_data;

  unwatch (self);
  self->context = NULL;
  finish_failed (self, "This was stopped.");
  return G_SOURCE_REMOVE;
}

/* A source, and no handler of the signal: the end of the answer disconnects from it. */
static void
watch (Reading *self)
{
  if (self->context->cancellable == NULL)
    return;
  self->stop = g_cancellable_source_new (self->context->cancellable);
  g_source_set_callback (self->stop, G_SOURCE_FUNC (stopped_cb), self, NULL);
  g_source_attach (self->stop, g_main_context_get_thread_default ());
}

static void
raw_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Reading *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = hearth_engine_dup_raw_finish (HEARTH_ENGINE (object), result, &error);
  g_autoptr (GBytes) content = NULL;
  g_autofree char *type = NULL;

  unwatch (self);
  /* It comes too late: the answer that asked for it, and all that belongs to it, may be gone. */
  if (self->context == NULL) {
    reading_unref (self);
    return;
  }
  if (raw != NULL)
    content = hearth_mime_dup_part (raw, self->attachment->part, &type, &error);
  if (g_cancellable_is_cancelled (self->context->cancellable))
    finish_failed (self, "This was stopped.");
  else if (content == NULL)
    finish_failed (self, error->message);
  else
    read_content (self, content, type);
  reading_unref (self);
}

static const HearthAttachment *
choose (const HearthMessage *message, const char *name)
{
  for (guint i = 0; i < message->attachments->len; i++) {
    const HearthAttachment *attachment = g_ptr_array_index (message->attachments, i);

    if (*name == '\0' || strcmp (attachment->name, name) == 0 ||
        strcmp (attachment->part, name) == 0)
      return attachment;
  }
  return NULL;
}

/**
 * hearth_tool_read_attachment:
 * @context: what the tools of this answer share
 * @arguments: what the service asked for
 * @done: called once
 * @user_data: for @done
 *
 * Reads an attachment as text; it may have to be fetched from the server first.
 */
void
hearth_tool_read_attachment (HearthToolContext *context, JsonObject *arguments, HearthToolDone done,
                             gpointer user_data)
{
  HearthToolRun run = { .context = context, .arguments = arguments };
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMessage) message =
      hearth_store_messages_get (hearth_engine_get_reader (context->engine),
                                 hearth_tool_get_id (&run, "id"), &error);
  const HearthAttachment *attachment =
      message != NULL ? choose (message, hearth_tool_get_string (&run, "name")) : NULL;
  g_autofree char *failed = NULL;
  Reading *self;

  if (attachment == NULL) {
    failed =
        hearth_tool_fail (message == NULL ? error->message : "This mail has no such attachment.");
    done (failed, user_data);
    return;
  }
  self = g_rc_box_new0 (Reading);
  self->context = context;
  self->attachment = attachment;
  self->message = g_steal_pointer (&message);
  self->done = done;
  self->user_data = user_data;
  watch (self);
  hearth_engine_dup_raw_async (context->engine, self->message->id, raw_cb, g_rc_box_acquire (self));
}
