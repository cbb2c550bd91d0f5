/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "samples.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "hearth-mime.h"

#define FOLDS 10

void
sample_free (Sample *self)
{
  hearth_message_unref (self->message);
  g_ptr_array_unref (self->owner);
  hearth_verdict_clear (&self->rules);
  g_clear_pointer (&self->evidence, g_array_unref);
  g_free (self);
}

static HearthAddress *
parse_address (const char *text)
{
  const char *open = strrchr (text, '<');
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  if (open == NULL)
    return hearth_address_new (NULL, text);
  name = g_strstrip (g_strndup (text, open - text));
  address = g_strndup (open + 1, strcspn (open + 1, ">"));
  return hearth_address_new (name, address);
}

static void
add_addresses (GPtrArray *list, JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (list, parse_address (json_array_get_string_element (array, i)));
}

/* The mailboxes of the labelled mail belong to three people; what went to none of them is read as
 * its first recipient reads it. */
static const char *
find_owner (const HearthMessage *message)
{
  static const char *const owners[] = { "daniel.okonkwo@", "priya.iyer@", "sofia.martinez@" };

  for (guint i = 0; i < message->to->len; i++) {
    const HearthAddress *to = g_ptr_array_index (message->to, i);

    for (guint j = 0; j < G_N_ELEMENTS (owners); j++) {
      if (g_str_has_prefix (to->address, owners[j]))
        return to->address;
    }
  }
  return message->to->len > 0 ? ((HearthAddress *) g_ptr_array_index (message->to, 0))->address
                              : "nobody@example.org";
}

static void
read_features (Sample *self)
{
  HearthTriageContext context = { .owner = self->owner, .now = self->message->date };

  hearth_features_extract (&self->features, self->message, &context);
  hearth_triage_judge (&self->rules, self->message, &self->features, &context);
  self->evidence = hearth_triage_evidence (self->message, &self->features, &self->rules);
}

static int
parse_class (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (int k = 0; k < HEARTH_N_CLASSES; k++) {
    if (g_str_equal (hearth_class_to_string ((HearthClass) k), lower))
      return k;
  }
  return -1;
}

static Sample *
read_labelled (JsonObject *object)
{
  Sample *self = g_new0 (Sample, 1);
  HearthMessage *message = hearth_message_new ();
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) date =
      g_date_time_new_from_iso8601 (json_object_get_string_member (object, "date"), utc);
  const char *subject = json_object_get_string_member (object, "subject");

  message->from = parse_address (json_object_get_string_member (object, "sender"));
  add_addresses (message->to, object, "to");
  add_addresses (message->cc, object, "cc");
  message->subject = g_strdup (subject);
  message->text = g_strdup (json_object_get_string_member (object, "body"));
  message->date = date != NULL ? g_date_time_to_unix (date) : 0;
  self->message = message;
  self->owner = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->owner, g_strdup (find_owner (message)));
  self->klass = parse_class (json_object_get_string_member (object, "category"));
  self->phishing = json_object_get_boolean_member (object, "is_phishing");
  self->spam = -1;
  self->group = "labelled";
  self->fold = g_str_hash (json_object_get_string_member (object, "id")) % FOLDS;
  read_features (self);
  return self;
}

/* Adds mail from a file with one JSON object a line: sender, to, cc, subject, date, body, category,
 * is_phishing. */
gboolean
samples_add_labelled (GPtrArray *samples, const char *path, GError **error)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &contents, NULL, error))
    return FALSE;
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (JsonNode) node = NULL;

    if (*lines[i] == '\0')
      continue;
    node = json_from_string (lines[i], error);
    if (node == NULL)
      return FALSE;
    g_ptr_array_add (samples, read_labelled (json_node_get_object (node)));
  }
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
add_group (GPtrArray *samples, const char *dir, const char *group, gboolean spam, GError **error)
{
  g_autofree char *path = g_build_filename (dir, group, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (folder == NULL)
    return FALSE;
  while ((name = g_dir_read_name (folder)) != NULL) {
    if (g_str_has_suffix (name, ".txt"))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *file = g_build_filename (path, g_ptr_array_index (names, i), NULL);
    HearthMessage *message = hearth_mime_parse_file (file, error);
    Sample *sample;

    if (message == NULL)
      return FALSE;
    sample = g_new0 (Sample, 1);
    sample->message = message;
    sample->owner = g_ptr_array_new_with_free_func (g_free);
    sample->klass = -1;
    sample->spam = spam;
    sample->group = group;
    sample->number = (guint) g_ascii_strtoull (g_ptr_array_index (names, i), NULL, 10);
    read_features (sample);
    g_ptr_array_add (samples, sample);
  }
  return TRUE;
}

/* Adds the five groups of the SpamAssassin public corpus, each a folder of files "NUMBER.HASH.txt".
 */
gboolean
samples_add_corpus (GPtrArray *samples, const char *dir, GError **error)
{
  return add_group (samples, dir, "easy-ham-1", FALSE, error) &&
         add_group (samples, dir, "easy-ham-2", FALSE, error) &&
         add_group (samples, dir, "hard-ham-1", FALSE, error) &&
         add_group (samples, dir, "spam-1", TRUE, error) &&
         add_group (samples, dir, "spam-2", TRUE, error);
}

/* Judges a sample as the program would: rules, then weights. */
void
samples_judge (const Sample *sample, const HearthTriageModel *model, HearthVerdict *verdict)
{
  *verdict = sample->rules;
  verdict->reason = g_strdup (sample->rules.reason);
  hearth_triage_model_revise (model, verdict, sample->message, &sample->features);
}
