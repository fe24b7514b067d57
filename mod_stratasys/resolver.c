#include "resolver.h"
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct resolver_question {
    size_t item;
    const char *host;
    uint16_t port;
};

/* Two queues: no more questions than capacity are under way, so neither can overflow. */
struct resolver {
    pthread_mutex_t lock;
    pthread_cond_t asked;
    int fd;
    size_t capacity;
    struct resolver_question *questions;
    size_t question_first, question_count;
    struct resolver_answer *answers;
    size_t answer_first, answer_count;
};

static socklen_t resolver_look_up(const char *host, uint16_t port, int flags, struct sockaddr_storage *address,
                                  int *failure)
{
    char service[8];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = flags | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    socklen_t length = 0;

    snprintf(service, sizeof service, "%u", port);
    *failure = getaddrinfo(host, service, &hints, &found);
    if (*failure == 0 && found) {
        length = found->ai_addrlen;
        memcpy(address, found->ai_addr, length);
    }
    if (found)
        freeaddrinfo(found);
    return length;
}

socklen_t resolver_numeric(const char *host, uint16_t port, struct sockaddr_storage *address)
{
    int failure;
    return resolver_look_up(host, port, AI_NUMERICHOST, address, &failure);
}

static struct resolver_answer resolver_answer_to(const struct resolver_question *question)
{
    struct resolver_answer answer = {.item = question->item};
    int failure;

    answer.address_length = resolver_look_up(question->host, question->port, AI_ADDRCONFIG, &answer.address, &failure);
    if (answer.address_length == 0)
        snprintf(answer.trouble, sizeof answer.trouble, "the name of its host has no address: %s",
                 gai_strerror(failure));
    return answer;
}

static void resolver_put(struct resolver *resolver, const struct resolver_answer *answer)
{
    uint64_t one = 1;
    size_t place = (resolver->answer_first + resolver->answer_count++) % resolver->capacity;

    resolver->answers[place] = *answer;
    if (write(resolver->fd, &one, sizeof one) < 0)
        return; /* the counter is full: the descriptor is readable already */
}

static void *resolver_work(void *argument)
{
    struct resolver *resolver = argument;

    pthread_mutex_lock(&resolver->lock);
    for (;;) {
        while (resolver->question_count == 0)
            pthread_cond_wait(&resolver->asked, &resolver->lock);
        struct resolver_question question = resolver->questions[resolver->question_first];
        resolver->question_first = (resolver->question_first + 1) % resolver->capacity;
        resolver->question_count--;
        pthread_mutex_unlock(&resolver->lock);
        struct resolver_answer answer = resolver_answer_to(&question);
        pthread_mutex_lock(&resolver->lock);
        resolver_put(resolver, &answer);
    }
    return NULL;
}

/* The thread takes no signal: those are for the poller's loop. */
static int resolver_start(struct resolver *resolver)
{
    pthread_t thread;
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failure = pthread_create(&thread, NULL, resolver_work, resolver);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failure == 0)
        pthread_detach(thread);
    return failure ? -1 : 0;
}

struct resolver *resolver_begin(size_t capacity)
{
    struct resolver *resolver = calloc(1, sizeof *resolver);

    if (!resolver)
        return NULL;
    pthread_mutex_init(&resolver->lock, NULL);
    pthread_cond_init(&resolver->asked, NULL);
    resolver->capacity = capacity;
    resolver->questions = calloc(capacity, sizeof *resolver->questions);
    resolver->answers = calloc(capacity, sizeof *resolver->answers);
    resolver->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (resolver->questions && resolver->answers && resolver->fd >= 0 && resolver_start(resolver) == 0)
        return resolver;
    free(resolver->questions);
    free(resolver->answers);
    free(resolver);
    return NULL;
}

int resolver_fd(const struct resolver *resolver)
{
    return resolver->fd;
}

void resolver_ask(struct resolver *resolver, size_t item, const char *host, uint16_t port)
{
    pthread_mutex_lock(&resolver->lock);
    size_t place = (resolver->question_first + resolver->question_count++) % resolver->capacity;
    resolver->questions[place] = (struct resolver_question){item, host, port};
    pthread_cond_signal(&resolver->asked);
    pthread_mutex_unlock(&resolver->lock);
}

int resolver_take(struct resolver *resolver, struct resolver_answer *answer)
{
    uint64_t count;
    int found = 0;

    pthread_mutex_lock(&resolver->lock);
    if (resolver->answer_count > 0) {
        *answer = resolver->answers[resolver->answer_first];
        resolver->answer_first = (resolver->answer_first + 1) % resolver->capacity;
        resolver->answer_count--;
        found = 1;
    } else if (read(resolver->fd, &count, sizeof count) < 0)
        found = 0; /* nothing to take back */
    pthread_mutex_unlock(&resolver->lock);
    return found;
}
