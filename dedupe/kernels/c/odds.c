/* How well words stand in other texts, in log-odds. */
#include "kernels.h"

enum { FEATURES = 8 };

typedef struct {
    int64_t words, others, columns; /* `columns` of all texts; their sums stand in rows: these, then two of
                                       each text, then one of ones */
    const int64_t *bounds, *clause, *sentence;
    const double *shares, *anywhere, *run, *weight, *place, *coefficients;
    const int8_t *lacks;
    double intercept, reach, same_wording;
    Py_ssize_t span; /* words to either side that may be within reach */
} Model;

static void fill(double *row, const Model *m, int64_t number)
{
    int64_t other = (number - m->columns) % m->others;
    for (int64_t w = 0; w < m->words; w++) {
        double share = 1.0;
        if (number < m->columns)
            share = m->shares[number * m->words + w];
        else if (number < m->columns + m->others)
            share = m->anywhere[w * m->others + other];
        else if (number < m->columns + 2 * m->others)
            share = m->run[other * m->words + w] >= m->same_wording;
        row[w] = share * m->weight[w];
    }
}

/* The voice of each word for those around it: of word w for w - span + d at voices[w * (2 * span + 1) + d]. */
static void speak(double *voices, const Model *m)
{
    for (int64_t w = 0; w < m->words; w++)
        for (int64_t d = 0; d <= 2 * m->span; d++) {
            int64_t other = w - m->span + d;
            double far = other < 0 || other >= m->words ? 1.0 : m->place[other] / m->reach - m->place[w] / m->reach;
            double voice = 1.0 - (far < 0 ? -far : far);
            *voices++ = voice > 0 ? voice : 0.0;
        }
}

/* Sum up the surroundings of each word, in the order of the words around it. `near` begins `span` words before
 * the first and ends as many after the last, so that no voice needs a check. */
static void surround(double *near, const double *row, const double *voices, const Model *m)
{
    int64_t width = 2 * m->span + 1;
    memset(near, 0, (size_t)(m->words + width) * sizeof *near);
    for (int64_t w = 0; w < m->words; w++)
        if (row[w] != 0.0)
            for (int64_t d = 0; d < width; d++)
                near[w + d] += row[w] * voices[w * width + d];
}

static void sum_stretches(double *sums, const double *row, const int64_t *stretch, int64_t words)
{
    int64_t count = words ? stretch[words - 1] + 1 : 0;
    memset(sums, 0, (size_t)count * sizeof *sums);
    for (int64_t w = 0; w < words; w++)
        sums[stretch[w]] += row[w];
}

static inline double greater(double a, double b)
{
    return a > b ? a : b;
}

/* Room for the sums of one row and of the row of ones, and for the features of one word in one text. */
typedef struct {
    double *row, *voices, *near, *whole, *parts, *all_near, *all_whole, *all_parts, *features;
} Room;

static void sum_up(Room *room, const Model *m, int64_t number, double *near, double *whole, double *parts)
{
    fill(room->row, m, number);
    if (near)
        surround(near, room->row, room->voices, m);
    if (whole)
        sum_stretches(whole, room->row, m->sentence, m->words);
    sum_stretches(parts, room->row, m->clause, m->words);
}

static void weigh_text(Room *room, const Model *m, int64_t other, double *out)
{
    double *f = room->features;
    int64_t n = m->words;
    memset(f, 0, (size_t)(FEATURES * n) * sizeof *f);
    for (int64_t column = m->bounds[2 * other]; column < m->bounds[2 * other + 1]; column++) {
        sum_up(room, m, column, room->near, room->whole, room->parts);
        for (int64_t w = 0; w < n; w++) {
            f[w] = greater(f[w], room->near[w + m->span]);
            f[2 * n + w] = greater(f[2 * n + w], room->whole[m->sentence[w]]);
            f[4 * n + w] = greater(f[4 * n + w], room->parts[m->clause[w]]);
        }
    }
    sum_up(room, m, m->columns + other, room->near, room->whole, room->parts);
    for (int64_t w = 0; w < n; w++) {
        f[n + w] = room->near[w + m->span];
        f[3 * n + w] = room->whole[m->sentence[w]];
        room->parts[m->clause[w]] = 0.0;
    }
    for (int64_t w = 0; w < n; w++)
        if (m->lacks[other * n + w])
            room->parts[m->clause[w]] = 1.0;
    for (int64_t w = 0; w < n; w++)
        f[7 * n + w] = room->parts[m->clause[w]];
    sum_up(room, m, m->columns + m->others + other, NULL, NULL, room->parts);
    for (int64_t w = 0; w < n; w++) {
        double near = room->all_near[w + m->span], whole = room->all_whole[m->sentence[w]],
               clause = room->all_parts[m->clause[w]];
        double value[FEATURES] = {f[w] / near, f[n + w] / near, f[2 * n + w] / whole, f[3 * n + w] / whole,
                                  f[4 * n + w] / clause, m->run[other * n + w], room->parts[m->clause[w]] / clause,
                                  f[7 * n + w]};
        double total = 0.0;
        for (int i = 0; i < FEATURES; i++)
            total += m->coefficients[i] * value[i];
        out[w] = m->intercept + total;
    }
}

static int check_stretches(const Array *stretches)
{
    const int64_t *stretch = stretches->view.buf;
    int64_t last = -1;
    int sound = 1;
    for (Py_ssize_t i = 0; i < stretches->length; i++) {
        sound &= stretch[i] == last || stretch[i] == last + 1;
        last = stretch[i];
    }
    if (!sound)
        PyErr_Format(PyExc_ValueError, "%s: must count stretches from 0 on", stretches->name);
    return sound;
}

static int check_columns(const Array *bounds, int64_t columns)
{
    const int64_t *at = bounds->view.buf;
    int sound = 1;
    for (Py_ssize_t i = 0; i + 1 < bounds->length; i += 2)
        sound &= at[i] >= 0 && at[i] <= at[i + 1] && at[i + 1] <= columns;
    if (!sound)
        PyErr_Format(PyExc_ValueError, "bounds: name columns outside the %lld of shares", (long long)columns);
    return sound;
}

PyObject *log_odds(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"shares", 8}, {"bounds", 8}, {"anywhere", 8}, {"run", 8},          {"lacks", 1},  {"weight", 8},
                 {"place", 8},  {"clause", 8}, {"sentence", 8}, {"coefficients", 8}, {"out", 8, 1}};
    Model m = {0};
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOdddnO:log_odds", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object, &a[5].object, &a[6].object, &a[7].object, &a[8].object, &a[9].object,
                          &m.intercept, &m.reach, &m.same_wording, &m.span, &a[10].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    m.words = a[5].length;
    m.others = a[1].length / 2;
    m.columns = m.words ? a[0].length / m.words : 0;
    if (check_not_negative("span", m.span) && check_columns(&a[1], m.columns)
        && check_length(&a[2], m.words * m.others) && check_length(&a[3], m.words * m.others)
        && check_length(&a[4], m.words * m.others) && check_length(&a[6], m.words) && check_length(&a[7], m.words)
        && check_length(&a[8], m.words) && check_stretches(&a[7]) && check_stretches(&a[8])
        && check_length(&a[9], FEATURES) && check_length(&a[10], m.words * m.others)) {
        m.shares = a[0].view.buf;
        m.bounds = a[1].view.buf;
        m.anywhere = a[2].view.buf;
        m.run = a[3].view.buf;
        m.lacks = a[4].view.buf;
        m.weight = a[5].view.buf;
        m.place = a[6].view.buf;
        m.clause = a[7].view.buf;
        m.sentence = a[8].view.buf;
        m.coefficients = a[9].view.buf;
        double *out = a[10].view.buf;
        size_t words = (size_t)m.words + 1, width = 2 * (size_t)m.span + 1;
        double *memory = malloc((words * (width + 5 + FEATURES) + 2 * (words + width)) * sizeof *memory);
        if (memory) {
            Py_BEGIN_ALLOW_THREADS
            Room room = {.row = memory};
            room.voices = room.row + words;
            room.whole = room.voices + words * width;
            room.parts = room.whole + words;
            room.all_whole = room.parts + words;
            room.all_parts = room.all_whole + words;
            room.features = room.all_parts + words;
            room.near = room.features + FEATURES * words;
            room.all_near = room.near + words + width;
            speak(room.voices, &m);
            if (m.others)
                sum_up(&room, &m, m.columns + 2 * m.others, room.all_near, room.all_whole, room.all_parts);
            for (int64_t other = 0; other < m.others; other++)
                weigh_text(&room, &m, other, out + other * m.words);
            free(memory);
            Py_END_ALLOW_THREADS
            result = Py_NewRef(Py_None);
        } else {
            PyErr_NoMemory();
        }
    }
    close_arrays(a, COUNT(a));
    return result;
}
