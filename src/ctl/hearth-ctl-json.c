/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-json.h"

#include <stdio.h>

#include "hearth-ctl-output.h"
#include "hearth-format.h"

static void
append_string (GString *out, const char *value)
{
  g_autofree char *valid = NULL;

  if (!g_utf8_validate (value, -1, NULL)) {
    valid = g_utf8_make_valid (value, -1);
    value = valid;
  }
  g_string_append_c (out, '"');
  for (const char *p = value; *p != '\0'; p++) {
    guchar c = (guchar) *p;

    if (c == '"' || c == '\\')
      g_string_append_c (out, '\\');
    if (c == '\n')
      g_string_append (out, "\\n");
    else if (c < 0x20 || c == 0x7f)
      g_string_append_printf (out, "\\u%04x", c);
    else
      g_string_append_c (out, (char) c);
  }
  g_string_append_c (out, '"');
}

/* Writes what stands before a value. */
static void
begin (HearthCtlJson *self, const char *name)
{
  if (self->comma)
    g_string_append_c (self->out, ',');
  self->comma = TRUE;
  if (name != NULL) {
    append_string (self->out, name);
    g_string_append_c (self->out, ':');
  }
}

/**
 * hearth_ctl_json_init:
 * @self: (out caller-allocates): a writer, freed by hearth_ctl_json_print()
 */
void
hearth_ctl_json_init (HearthCtlJson *self)
{
  self->out = g_string_sized_new (4096);
  self->comma = FALSE;
}

/**
 * hearth_ctl_json_open:
 * @self: a writer
 * @name: (nullable): the member's name
 * @bracket: '{' or '['
 */
void
hearth_ctl_json_open (HearthCtlJson *self, const char *name, char bracket)
{
  begin (self, name);
  g_string_append_c (self->out, bracket);
  self->comma = FALSE;
}

/**
 * hearth_ctl_json_close:
 * @self: a writer
 * @bracket: '}' or ']'
 */
void
hearth_ctl_json_close (HearthCtlJson *self, char bracket)
{
  g_string_append_c (self->out, bracket);
  self->comma = TRUE;
}

/**
 * hearth_ctl_json_string:
 * @self: a writer
 * @name: (nullable): the member's name
 * @value: (nullable): its value
 */
void
hearth_ctl_json_string (HearthCtlJson *self, const char *name, const char *value)
{
  begin (self, name);
  if (value != NULL)
    append_string (self->out, value);
  else
    g_string_append (self->out, "null");
}

/**
 * hearth_ctl_json_number:
 * @self: a writer
 * @name: (nullable): the member's name
 * @value: its value
 */
void
hearth_ctl_json_number (HearthCtlJson *self, const char *name, gint64 value)
{
  begin (self, name);
  g_string_append_printf (self->out, "%" G_GINT64_FORMAT, value);
}

/**
 * hearth_ctl_json_boolean:
 * @self: a writer
 * @name: (nullable): the member's name
 * @value: its value
 */
void
hearth_ctl_json_boolean (HearthCtlJson *self, const char *name, gboolean value)
{
  begin (self, name);
  g_string_append (self->out, value ? "true" : "false");
}

/**
 * hearth_ctl_json_time:
 * @self: a writer
 * @name: (nullable): the member's name
 * @when: seconds since 1970 UTC, written as ISO 8601 in the owner's zone
 */
void
hearth_ctl_json_time (HearthCtlJson *self, const char *name, gint64 when)
{
  g_autofree char *iso = hearth_format_iso (when);

  hearth_ctl_json_string (self, name, iso);
}

/**
 * hearth_ctl_json_address:
 * @self: a writer
 * @name: (nullable): the member's name
 * @address: (nullable): a person
 */
void
hearth_ctl_json_address (HearthCtlJson *self, const char *name, const HearthAddress *address)
{
  if (address == NULL) {
    hearth_ctl_json_string (self, name, NULL);
    return;
  }
  hearth_ctl_json_open (self, name, '{');
  hearth_ctl_json_string (self, "name", address->name);
  hearth_ctl_json_string (self, "address", address->address);
  hearth_ctl_json_close (self, '}');
}

/**
 * hearth_ctl_json_people:
 * @self: a writer
 * @name: (nullable): the member's name
 * @addresses: (element-type HearthAddress): people
 */
void
hearth_ctl_json_people (HearthCtlJson *self, const char *name, GPtrArray *addresses)
{
  hearth_ctl_json_open (self, name, '[');
  for (guint i = 0; i < addresses->len; i++)
    hearth_ctl_json_address (self, NULL, g_ptr_array_index (addresses, i));
  hearth_ctl_json_close (self, ']');
}

/**
 * hearth_ctl_json_print:
 * @self: a writer
 *
 * Prints what was written, and a newline.
 */
void
hearth_ctl_json_print (HearthCtlJson *self)
{
  fwrite (self->out->str, 1, self->out->len, stdout);
  putchar ('\n');
  g_string_free (self->out, TRUE);
  self->out = NULL;
}
