/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-threads.h"

#include <string.h>

/* The order in which a thread is shown, after Jamie Zawinski's "message threading" and RFC 5256,
 * section 3: each message below the one it answers, siblings by date. The messages of a thread are
 * given; which answers which is found from their references. */

/* Deeper than this, a thread goes on at the same depth: lines must stay readable, and the walk must
 * not depend on what a stranger wrote. */
#define MAX_SHOWN_DEPTH 64

typedef struct _Container Container;

struct _Container {
  HearthMessage *message; /* (unowned) (nullable): %NULL if it is only named */
  Container *parent;      /* (unowned) (nullable) */
  GPtrArray *children;    /* (owned) (nullable) */
};

typedef struct {
  GHashTable *by_id;     /* (owned) (element-type utf8 Container): keys are the messages' */
  GPtrArray *containers; /* (owned) (element-type Container): of messages, then of named ids */
} Tree;

static void
container_free (gpointer data)
{
  Container *self = data;

  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

static Container *
add_container (Tree *tree, HearthMessage *message)
{
  Container *container = g_new0 (Container, 1);

  container->message = message;
  g_ptr_array_add (tree->containers, container);
  return container;
}

static gboolean
is_above (const Container *above, const Container *container)
{
  for (; container != NULL; container = container->parent) {
    if (container == above)
      return TRUE;
  }
  return FALSE;
}

/* Links, unless that would make a circle. */
static void
link_below (Container *parent, Container *child)
{
  if (child->parent == NULL && !is_above (child, parent))
    child->parent = parent;
}

static Container *
ensure_named (Tree *tree, const char *id)
{
  Container *container = g_hash_table_lookup (tree->by_id, id);

  if (container == NULL) {
    container = add_container (tree, NULL);
    g_hash_table_insert (tree->by_id, (char *) id, container);
  }
  return container;
}

static void
link_references (Tree *tree, Container *container)
{
  char **references = container->message->references;
  Container *before = NULL;

  for (guint i = 0; references != NULL && references[i] != NULL; i++) {
    Container *named;

    if (*references[i] == '\0')
      continue;
    named = ensure_named (tree, references[i]);
    /* What others say of who answers whom holds only where nothing better is known. */
    if (before != NULL && named->message == NULL)
      link_below (before, named);
    before = named;
  }
  if (before != NULL && !is_above (container, before))
    container->parent = before;
}

/* The nearest one above that is there. */
static Container *
find_shown_parent (Container *container)
{
  Container *parent = container->parent;

  while (parent != NULL && parent->message == NULL)
    parent = parent->parent;
  return parent;
}

static int
compare_messages (const HearthMessage *first, const HearthMessage *second)
{
  if (first->date != second->date)
    return first->date < second->date ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

static int
compare_containers (gconstpointer a, gconstpointer b)
{
  return compare_messages ((*(Container *const *) a)->message, (*(Container *const *) b)->message);
}

static void
thread_row_clear (gpointer data)
{
  g_clear_pointer (&((HearthThreadRow *) data)->message, hearth_message_unref);
}

/* Walks with a stack of its own: a thread may be deeper than the process's stack. */
static void
append_rows (GArray *rows, GPtrArray *roots)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (HearthThreadRow));
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  for (guint i = roots->len; i > 0; i--) {
    g_ptr_array_add (waiting, roots->pdata[i - 1]);
    g_array_append_val (stack, ((HearthThreadRow){ NULL, 0 }));
  }
  while (waiting->len > 0) {
    Container *container = g_ptr_array_steal_index (waiting, waiting->len - 1);
    HearthThreadRow row = g_array_index (stack, HearthThreadRow, stack->len - 1);

    g_array_set_size (stack, stack->len - 1);
    row.message = hearth_message_ref (container->message);
    g_array_append_val (rows, row);
    if (container->children == NULL)
      continue;
    g_ptr_array_sort (container->children, compare_containers);
    for (guint i = container->children->len; i > 0; i--) {
      HearthThreadRow next = { NULL, MIN (row.depth + 1, MAX_SHOWN_DEPTH) };

      g_ptr_array_add (waiting, container->children->pdata[i - 1]);
      g_array_append_val (stack, next);
    }
  }
}

static void
register_messages (Tree *tree, GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++) {
    HearthMessage *message = messages->pdata[i];
    Container *container = add_container (tree, message);

    /* A second copy has no id of its own: it stands beside the first. */
    if (message->message_id != NULL && *message->message_id != '\0' &&
        !g_hash_table_contains (tree->by_id, message->message_id))
      g_hash_table_insert (tree->by_id, message->message_id, container);
  }
}

/**
 * hearth_thread_sort:
 * @messages: (element-type HearthMessage): the messages of a thread, in any order, with references
 *
 * Puts a thread in the order in which it is read. A message whose parent is not there stands below
 * the nearest one of its references that is, or at the left.
 *
 * Returns: (transfer full) (element-type HearthThreadRow): the lines, top to bottom
 */
GArray *
hearth_thread_sort (GPtrArray *messages)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (HearthThreadRow));
  g_autoptr (GPtrArray) containers = g_ptr_array_new_with_free_func (container_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();
  Tree tree = { by_id, containers };

  g_array_set_clear_func (rows, thread_row_clear);
  register_messages (&tree, messages);
  for (guint i = 0; i < messages->len; i++)
    link_references (&tree, containers->pdata[i]);
  for (guint i = 0; i < messages->len; i++) {
    Container *container = containers->pdata[i];
    Container *parent = find_shown_parent (container);

    if (parent == NULL) {
      g_ptr_array_add (roots, container);
      continue;
    }
    if (parent->children == NULL)
      parent->children = g_ptr_array_new ();
    g_ptr_array_add (parent->children, container);
  }
  g_ptr_array_sort (roots, compare_containers);
  append_rows (rows, roots);
  return rows;
}
