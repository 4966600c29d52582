package io.asynccpu.crossing.kt

import java.io.Serializable
import kotlin.time.Duration.Companion.milliseconds

/** Kotlin's classes, for KotlinValues. */
data class Person(val name: String, val age: Int = 18, val nick: String? = null, val tags: List<String> = listOf("none")) :
    Serializable

data class Mutable(var name: String, val items: MutableList<Long> = mutableListOf()) : Serializable

data class Normalising(val name: String) : Serializable {
    val upper: String = name.uppercase()
    var calls: Int = 0

    init {
        require(name.isNotEmpty()) { "empty" }
    }
}

data class Booleans(val isActive: Boolean, val active: Boolean, val isNull: Boolean?) : Serializable

data class Generic<out T : Any>(val value: T, val more: List<T>, val pair: Pair<String, T>) : Serializable

class Plain(private val hidden: String) : Serializable {
    override fun toString() = hidden
}

class LateInit : Serializable {
    lateinit var name: String
    var count = 1
}

class LazyField(val name: String) : Serializable {
    val upper: String by lazy { name.uppercase() }
}

class Secondary(val name: String, val count: Int) : Serializable {
    constructor(name: String) : this(name, -1)
}

class Delegated(private val inner: List<String>) : List<String> by inner, Serializable

@JvmInline value class Amount(val cents: Long) : Serializable

@JvmInline value class Email(val address: String) : Serializable {
    init {
        require('@' in address)
    }
}

data class Invoice(val amount: Amount, val reserve: Amount?, val email: Email, val amounts: List<Amount>) : Serializable

data class Unsigned(val byte: UByte, val int: UInt, val long: ULong, val maybe: UInt?, val array: UIntArray) : Serializable

sealed interface Result : Serializable {
    data class Found(val value: Long) : Result

    data object Missing : Result

    object Plain : Result
}

object Single : Serializable {
    var state = "single"
}

data object NothingYet : Serializable {
    private fun readResolve(): Any = NothingYet
}

class Companioned(val name: String) : Serializable {
    companion object {
        val DEFAULT = Companioned("default")
    }
}

enum class Level(val weight: Int) {
    LOW(1),
    HIGH(2) {
        override fun label() = "high!"
    };

    open fun label() = name.lowercase()
}

open class Base(val name: String) : Serializable

class Derived(name: String, val more: Int) : Base(name)

data class Collections(
    val list: List<String>,
    val set: Set<String>,
    val map: Map<String, Long>,
    val sequence: Sequence<Int>?,
    val array: Array<String>,
    val ints: IntArray,
    val range: IntRange,
) : Serializable

data class Nullable(val list: List<String?>, val map: Map<String, Long?>, val nested: Person?) : Serializable

data class WithFunction(val name: String, val transform: (String) -> String) : Serializable

/** What only Kotlin can make. */
object KotlinMakes {
    @JvmStatic fun pair(): Pair<String, Long> = "a" to 1L

    @JvmStatic fun triple(): Triple<Long, Short, List<Byte>> = Triple(1L, 2, listOf(3))

    @JvmStatic fun person() = Person("a", 7)

    @JvmStatic fun invoice() = Invoice(Amount(7), null, Email("a@b"), listOf(Amount(1)))

    @JvmStatic fun unsigned() = Unsigned(255u, UInt.MAX_VALUE, ULong.MAX_VALUE, 7u, uintArrayOf(1u, UInt.MAX_VALUE))

    @JvmStatic fun amount(): Any = Amount(7)

    @JvmStatic fun emptyList(): List<String> = kotlin.collections.emptyList()

    @JvmStatic fun listOf(): List<String> = listOf("b", "a")

    @JvmStatic fun buildList(): List<String> = buildList { add("b"); add("a") }

    @JvmStatic fun mapOf(): Map<String, Long> = mapOf("z" to 1L, "a" to 2L)

    @JvmStatic fun emptyMap(): Map<String, Long> = kotlin.collections.emptyMap()

    @JvmStatic fun emptySet(): Set<String> = kotlin.collections.emptySet()

    @JvmStatic fun buildMap(): Map<String, Long> = buildMap { put("z", 1L); put("a", 2L) }

    @JvmStatic fun arrayDeque(): ArrayDeque<String> = ArrayDeque(listOf("b", "a"))

    @JvmStatic fun range(): IntRange = 1..7

    @JvmStatic fun regex(): Regex = Regex("a.b", RegexOption.IGNORE_CASE)

    @JvmStatic fun result(): Any = kotlin.Result.success(7L)

    @JvmStatic fun duration(): Any = 7.milliseconds

    @JvmStatic fun lazyField(asked: Boolean) = LazyField("a").apply { if (asked) upper.length }

    @JvmStatic fun lateInit() = LateInit().apply { count = 7 }

    @JvmStatic fun collections() =
        Collections(listOf("b", "a"), setOf("z", "a"), mapOf("z" to 1L), null, arrayOf("a"), intArrayOf(1), 1..7)

    @JvmStatic fun nullable() = Nullable(listOf("a", null), mapOf("a" to null), null)

    @JvmStatic fun withFunction() = WithFunction("a") { it.uppercase() }

    @JvmStatic fun generic() = Generic(7L, listOf(1L), "a" to 2L)

    @JvmStatic fun indexed(): List<IndexedValue<String>> = listOf("a", "b").withIndex().toList()
}
