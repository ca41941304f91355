"""Text from outside: folding for the search, cleaning for the screen, LaTeX."""
# ruff: noqa: E501 - a title stands on one line, as in its source

from __future__ import annotations

import logging
import re
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.schedule.text import (
    LatexLost,
    clean,
    clean_text_block,
    fold,
    from_latex,
    without_escapes,
)

# Every title of ICML 2024 that holds LaTeX, with what an attendee should read.
ICML_TITLES = [
    (
        r"Decoupling Learning and Decision-Making: Breaking the $\mathcal{O}(\sqrt{T})$ Barrier in Online Resource Allocation with First-Order Methods",
        "Decoupling Learning and Decision-Making: Breaking the O(√T) Barrier in Online Resource Allocation with First-Order Methods",
    ),
    (
        r"Towards Efficient Training and Evaluation of Robust Models against $l_0$ Bounded Adversarial Perturbations",
        "Towards Efficient Training and Evaluation of Robust Models against l₀ Bounded Adversarial Perturbations",
    ),
    (r"Coresets for Multiple $\ell_p$ Regression", "Coresets for Multiple ℓₚ Regression"),
    (
        r"$\bf{\Phi}_\textrm{Flow}$: Differentiable Simulations for PyTorch, TensorFlow and Jax",
        "Φ_Flow: Differentiable Simulations for PyTorch, TensorFlow and Jax",
    ),
    (
        r"QuIP$\#$: Even Better LLM Quantization with Hadamard Incoherence and Lattice Codebooks",
        "QuIP#: Even Better LLM Quantization with Hadamard Incoherence and Lattice Codebooks",
    ),
    (
        r"Parsimonious Learning-Augmented Approximations for Dense Instances of $\mathcal{NP}$-hard Problems",
        "Parsimonious Learning-Augmented Approximations for Dense Instances of NP-hard Problems",
    ),
    (
        r"Implicit Bias of AdamW: $\ell_\infty$-Norm Constrained Optimization",
        "Implicit Bias of AdamW: ℓ∞-Norm Constrained Optimization",
    ),
    (
        r"Stability and Generalization for Stochastic Recursive Momentum-based Algorithms for (Strongly-)Convex One to $K$-Level Stochastic Optimizations",
        "Stability and Generalization for Stochastic Recursive Momentum-based Algorithms for (Strongly-)Convex One to K-Level Stochastic Optimizations",
    ),
    (
        r'Junk DNA Hypothesis: Pruning Small Pre-Trained Weights $\textit{Irreversibly}$ and $\textit{Monotonically}$ Impairs ``Difficult" Downstream Tasks in LLMs',
        'Junk DNA Hypothesis: Pruning Small Pre-Trained Weights Irreversibly and Monotonically Impairs "Difficult" Downstream Tasks in LLMs',
    ),
    (
        r"Hybrid$^2$ Neural ODE Causal Modeling and an Application to Glycemic Response",
        "Hybrid² Neural ODE Causal Modeling and an Application to Glycemic Response",
    ),
    (
        r"EMC$^2$: Efficient MCMC Negative Sampling for Contrastive Learning with Global Convergence",
        "EMC²: Efficient MCMC Negative Sampling for Contrastive Learning with Global Convergence",
    ),
    (
        r"S$\Omega$I: Score-based O-INFORMATION Estimation",
        "SΩI: Score-based O-INFORMATION Estimation",
    ),
    (
        r"$\texttt{MoE-RBench}$: Towards Building Reliable Language Models with Sparse Mixture-of-Experts",
        "MoE-RBench: Towards Building Reliable Language Models with Sparse Mixture-of-Experts",
    ),
    (
        r"The Non-linear $F$-Design and Applications to Interactive Learning",
        "The Non-linear F-Design and Applications to Interactive Learning",
    ),
    (
        r"$f$-Divergence Based Classification: Beyond the Use of Cross-Entropy",
        "f-Divergence Based Classification: Beyond the Use of Cross-Entropy",
    ),
    (
        r"MS$^3$D: A RG Flow-Based Regularization for GAN Training with Limited Data",
        "MS³D: A RG Flow-Based Regularization for GAN Training with Limited Data",
    ),
    (
        r"Model-Free Robust $\phi$-Divergence Reinforcement Learning Using Both Offline and Online Data",
        "Model-Free Robust ϕ-Divergence Reinforcement Learning Using Both Offline and Online Data",
    ),
    (
        r"$\mathtt{VITS}$ : Variational Inference Thompson Sampling for contextual bandits",
        "VITS : Variational Inference Thompson Sampling for contextual bandits",
    ),
    (r"Analyzing $D^\alpha$ seeding for $k$-means", "Analyzing Dᵅ seeding for k-means"),
    (
        r"RoboMP$^2$: A Robotic Multimodal Perception-Planning Framework with Multimodal Large Language Models",
        "RoboMP²: A Robotic Multimodal Perception-Planning Framework with Multimodal Large Language Models",
    ),
    (
        r"Averaging $n$-step Returns Reduces Variance in Reinforcement Learning",
        "Averaging n-step Returns Reduces Variance in Reinforcement Learning",
    ),
    (
        r"Minimizing $f$-Divergences by Interpolating Velocity Fields",
        "Minimizing f-Divergences by Interpolating Velocity Fields",
    ),
    (
        r"Turnstile $\ell_p$ leverage score sampling with applications",
        "Turnstile ℓₚ leverage score sampling with applications",
    ),
    (
        r"E$^2$GAN: Efficient Training of Efficient GANs for Image-to-Image Translation",
        "E²GAN: Efficient Training of Efficient GANs for Image-to-Image Translation",
    ),
    (r"$H$-Consistency Guarantees for Regression", "H-Consistency Guarantees for Regression"),
    (
        r"ReLU Network with Width $d+\mathcal{O}(1)$ Can Achieve Optimal Approximation Rate",
        "ReLU Network with Width d+O(1) Can Achieve Optimal Approximation Rate",
    ),
    (
        r"Optimal bounds for $\ell_p$ sensitivity sampling via $\ell_2$ augmentation",
        "Optimal bounds for ℓₚ sensitivity sampling via ℓ₂ augmentation",
    ),
    (
        r"O$n$ Learning Deep O($n$)-Equivariant Hyperspheres",
        "On Learning Deep O(n)-Equivariant Hyperspheres",
    ),
    (
        r"$S^2$IP-LLM: Semantic Space Informed Prompt Learning with LLM for Time Series Forecasting",
        "S²IP-LLM: Semantic Space Informed Prompt Learning with LLM for Time Series Forecasting",
    ),
    (
        r"High-Performance Temporal Reversible Spiking Neural Networks with $\mathcal{O}(L)$ Training Memory and $\mathcal{O}(1)$ Inference Cost",
        "High-Performance Temporal Reversible Spiking Neural Networks with O(L) Training Memory and O(1) Inference Cost",
    ),
    (
        r"Position: $C^*$-Algebraic Machine Learning $-$ Moving in a New Direction",
        "Position: C*-Algebraic Machine Learning - Moving in a New Direction",
    ),
    (
        r"Improved Communication-Privacy Trade-offs in $L_2$ Mean Estimation under Streaming Differential Privacy",
        "Improved Communication-Privacy Trade-offs in L₂ Mean Estimation under Streaming Differential Privacy",
    ),
    (
        r"A New Branch-and-Bound Pruning Framework for $\ell_0$-Regularized Problems",
        "A New Branch-and-Bound Pruning Framework for ℓ₀-Regularized Problems",
    ),
    (
        r"${\rm E}(3)$-Equivariant Actor-Critic Methods for Cooperative Multi-Agent Reinforcement Learning",
        "E(3)-Equivariant Actor-Critic Methods for Cooperative Multi-Agent Reinforcement Learning",
    ),
    (
        r"A Graph is Worth $K$ Words: Euclideanizing Graph using Pure Transformer",
        "A Graph is Worth K Words: Euclideanizing Graph using Pure Transformer",
    ),
]

ANY_TEXT = st.text(st.characters())
NASTY_TEXT = st.text(
    st.one_of(
        st.sampled_from(
            "aZ é\u0301\u200b\u200c\u200d\ufeff\u202e\u2066\u2028\x00\x1b\x9b\n\r\t👩\u212a"
        ),
        st.characters(),
    )
)
LATEX = st.lists(
    st.sampled_from(
        [*"$\\{}^_aB1 []%&~#`'\"é", r"\textbf", r"\rm", r"\sqrt", r"\mathbb", r"\ell", r"\frac"]
    ),
    max_size=14,
).map("".join)


class Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


class TestFold:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Schölkopf", "scholkopf"),
            ("TRANSFORMERS", "transformers"),
            ("ℓ₀", "l0"),
            ("ﬁ", "fi"),
            ("Søren Łukasz Đorđe Guðmundsson Þór", "soren lukasz dorde gudmundsson thor"),
            ("Weiß Æsir Œuvre ısı İstanbul", "weiss aesir oeuvre isi istanbul"),
            ("“quoted” ‘it’s’ 2024–25 — end", "\"quoted\" 'it's' 2024-25 - end"),
            ("C++ and QuIP#", "c++ and quip#"),
            ("it´s 5″", "it's 5\""),
            ("Dᵅ", "dα"),
            ("ϕ and Φ", "φ and φ"),
            ("E²GAN", "e2gan"),
            ("Σίσυφος", "σισυφοσ"),
            ("co\u00adoperate", "cooperate"),
            ("a\u200db\ufe0f", "ab"),
        ],
    )
    def test_it_drops_case_accents_and_typography(self, text: str, folded: str) -> None:
        assert fold(text) == folded

    @given(ANY_TEXT)
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    def test_no_single_character_needs_a_second_folding(self) -> None:
        characters = [chr(code) for code in range(0x30000) if not 0xAC00 <= code <= 0xD7A3]
        assert not [c for c in characters if fold(fold(c)) != fold(c)]

    @given(st.text(st.characters(max_codepoint=127)))
    def test_ascii_is_only_lowered(self, text: str) -> None:
        assert fold(text) == text.lower()


class TestClean:
    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("plain text", "plain text"),
            ("  two   blanks\u00a0and\u3000more ", "two blanks and more"),
            ("line\nbreak\r\nand\ttab", "line break and tab"),
            ("nul\x00and\x07bell", "nul and bell"),
            ("\x1b[31mred\x1b[0m", "[31mred [0m"),
            ("\x9b31mred", "31mred"),
            ("\x1b]52;c;eA==\x07", "]52;c;eA=="),
            ("abc\u202ecba\u2066x\u2069", "abc cba x"),
            ("zero\u200bwidth", "zero width"),
            ("\ufeffmark and soft\u00adhyphen", "mark and softhyphen"),
            ("para\u2029graph\u2028line", "para graph line"),
            ("lone \ud800 surrogate", "lone surrogate"),
            ("e\u0301 e\u00ad\u0301", "é é"),
            ("Re[x] close [/foo] <b>", "Re[x] close [/foo] <b>"),
            ("\u200b\x00", ""),
            ("", ""),
        ],
    )
    def test_it_leaves_one_harmless_line(self, text: str, cleaned: str) -> None:
        assert clean(text) == cleaned

    def test_joiners_stay_where_they_join(self) -> None:
        family = "👩\u200d👩\u200d👧"
        assert clean(family) == family
        assert clean("می\u200cخواهم") == "می\u200cخواهم"

    def test_joiners_go_where_they_do_not(self) -> None:
        assert clean("a\u200db \u200d👩\u200d") == "ab 👩"
        assert clean("👩\u200d\u200c👧") == "👩👧"

    @given(NASTY_TEXT)
    def test_cleaning_twice_changes_nothing(self, text: str) -> None:
        assert clean(clean(text)) == clean(text)

    @given(NASTY_TEXT)
    def test_nothing_that_a_terminal_obeys_remains(self, text: str) -> None:
        harmful = r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
        assert not re.search(harmful, clean(text))


class TestCleanTextBlock:
    def test_it_keeps_lines_and_paragraphs(self) -> None:
        text = "\n First  line\r\nsecond\x1b line\r\r\n \n\n\nnext\u2029last\x00 \n"
        assert clean_text_block(text) == "First line\nsecond line\n\nnext\n\nlast"

    @given(NASTY_TEXT)
    def test_cleaning_twice_changes_nothing(self, text: str) -> None:
        assert clean_text_block(clean_text_block(text)) == clean_text_block(text)

    @given(NASTY_TEXT)
    def test_each_of_its_lines_is_clean(self, text: str) -> None:
        assert all(clean(line) == line for line in clean_text_block(text).split("\n"))


class TestFromLatex:
    @pytest.mark.parametrize(("title", "expected"), ICML_TITLES)
    def test_icml_titles_read_well(self, title: str, expected: str) -> None:
        assert from_latex(title) == expected

    def test_all_35_are_here(self) -> None:
        assert len({title for title, _ in ICML_TITLES}) == 35

    @pytest.mark.parametrize(
        "title",
        [
            "No LaTeX  at all ``quoted'' 100% of {it} ~ A_b^c",
            "From $5 to $10 million",
            "Prices -- $5 ~ $6",
            "One lonely $ sign",
            "$$",
        ],
    )
    def test_other_titles_stay_as_they_are(self, title: str) -> None:
        assert from_latex(title) == title

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            (r"$x_{ij}^{\top}$", "xᵢⱼ⊤"),
            (r"$\mathbb{R}^n$ and $A^{-1}$", "ℝⁿ and A⁻¹"),
            (r"$\tilde{O}(\sqrt{nT})$", "Õ(√(nT))"),
            (r"$\sqrt[3]{x}$", "³√x"),
            (r"$\frac{a+b}{2}$", "(a+b)/2"),
            (r"$O(n^{1+\epsilon})$", "O(n^(1+ϵ))"),
            (r"$W_{Q}$", "W_Q"),
            (r"Schr\"odinger by \textbf{Erd\H{o}s}", "Schrödinger by Erdős"),
            (r"\textbf{Only} $5", "Only $5"),
            (r"50% of R&D for $x$ at \$5", "50% of R&D for x at $5"),
        ],
    )
    def test_scripts_roots_and_accents_become_unicode(self, title: str, expected: str) -> None:
        assert from_latex(title) == expected

    @pytest.mark.parametrize(
        ("title", "word"),
        [
            (r"C:\Users", r"\\Users"),
            (r"See \cite{smith}", "'s'"),
            (r"\begin{a}b\end{a}", r"\\begin"),
            (r"\textbf{open", "cannot be read"),
            ("\\", "Nothing is left"),
            ("$" + "{" * 5000 + "x" + "}" * 5000 + "$", "cannot be read"),
        ],
    )
    def test_a_loss_is_an_error_that_says_what(self, title: str, word: str) -> None:
        with pytest.raises(LatexLost, match=re.escape(word)):
            from_latex(title)

    @pytest.mark.parametrize("tail", [r"\nosuchcommand", "\\" + "b" * 900, r"\textbf{open"])
    def test_its_sentence_is_short_however_long_the_title(self, tail: str) -> None:
        with pytest.raises(LatexLost) as lost:
            from_latex("a" * 900 + tail)
        assert len(str(lost.value)) < 300

    @given(LATEX)
    def test_nothing_is_lost_in_silence(self, title: str) -> None:
        try:
            result = from_latex(title)
        except LatexLost:
            return
        remaining = iter(fold(result))
        letters = fold(re.sub(r"\\[A-Za-z]+", " ", title))
        assert all(letter in remaining for letter in letters if letter.isalnum())

    @given(LATEX)
    @example(r"\frac")
    def test_the_library_writes_no_warning_over_the_screen(self, title: str) -> None:
        handler = Listener()
        logging.getLogger().addHandler(handler)
        try:
            from_latex(title)
        except LatexLost:
            pass
        finally:
            logging.getLogger().removeHandler(handler)
        assert not handler.heard

    def test_importing_the_module_imports_no_library(self) -> None:
        code = "import sys, planner.schedule.text; print('pylatexenc' in sys.modules)"
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert result.stdout == "False\n"


# Abstracts


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"by 60\% in R\&D with x\_y, \#1", "by 60% in R&D with x_y, #1"),
        (
            "so-called ``bees'', ``two\nlines'' and ``it's''",
            "so-called “bees”, “two\nlines” and “it's”",
        ),
        ("``code`` and a'' stay, ``` too", "``code`` and a'' stay, ``` too"),
        (r"a \\& b \\\\ c, \emph{d} and $\alpha$", r"a \\& b \\\\ c, \emph{d} and $\alpha$"),
    ],
)
def test_the_plainest_latex_of_an_abstract_is_resolved(text: str, read: str) -> None:
    assert without_escapes(text) == read


@given(st.text(alphabet="ab1ß ``''\\\\%&_#$\n", max_size=60) | st.text())
def test_an_abstract_loses_no_letter_or_digit(text: str) -> None:
    def kept(words: str) -> list[str]:
        return [character for character in words if character.isalnum()]

    assert kept(without_escapes(text)) == kept(text)
